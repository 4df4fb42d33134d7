using System.Buffers.Binary;
using Strata.Blobs;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>Reads the header and the table of objects of a recipe; whatever is not as docs/formats/recipe.md says is refused.</summary>
internal static class RecipeTable
{
    public static RecipeObject[] Read(FileFd file, Span<byte> header)
    {
        Sys.FStat(file, out FileStat stat).OrThrow("stat of a recipe");
        if (stat.Size < RecipeFormat.HeaderSize)
        {
            throw new RecipeException("a recipe is damaged: it is shorter than its header");
        }

        ReadExactly(file, header, 0);
        if (!header.StartsWith(RecipeFormat.Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(header[RecipeFormat.HeaderChecksumOffset..]) != Crc32C.Of(header[..RecipeFormat.HeaderChecksumOffset]))
        {
            throw new RecipeException("a recipe is damaged: its header is none");
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        if (version != RecipeFormat.Version)
        {
            throw new RecipeException($"a recipe has version {version}, this strata knows {RecipeFormat.Version}");
        }

        return ReadRows(file, header, (long)stat.Size);
    }

    public static void ReadExactly(FileFd file, Span<byte> buffer, long offset)
    {
        while (!buffer.IsEmpty)
        {
            Sys.PRead(file, buffer, offset, out int count).OrThrow("read a recipe");
            if (count == 0)
            {
                throw new RecipeException("a recipe is damaged: it is cut off");
            }

            buffer = buffer[count..];
            offset += count;
        }
    }

    private static RecipeObject[] ReadRows(FileFd file, ReadOnlySpan<byte> header, long fileSize)
    {
        long tarSize = BinaryPrimitives.ReadInt64LittleEndian(header[RecipeFormat.TarSizeOffset..]);
        long structureSize = BinaryPrimitives.ReadInt64LittleEndian(header[RecipeFormat.StructureSizeOffset..]);
        long count = BinaryPrimitives.ReadInt64LittleEndian(header[RecipeFormat.ObjectsOffset..]);
        long offset = BinaryPrimitives.ReadInt64LittleEndian(header[RecipeFormat.TableOffset..]);
        if (offset < RecipeFormat.HeaderSize || offset > fileSize || count < 0
            || count > int.MaxValue / RecipeFormat.ObjectRowSize || count * RecipeFormat.ObjectRowSize != fileSize - offset
            || tarSize < 0 || structureSize < 0 || structureSize > tarSize)
        {
            throw new RecipeException("a recipe is damaged: its table is not where the header says");
        }

        byte[] table = new byte[count * RecipeFormat.ObjectRowSize];
        ReadExactly(file, table, offset);
        if (Crc32C.Of(table) != BinaryPrimitives.ReadUInt32LittleEndian(header[RecipeFormat.TableChecksumOffset..]))
        {
            throw new RecipeException("a recipe is damaged: the checksum of its table is wrong");
        }

        RecipeObject[] objects = new RecipeObject[count];
        long left = tarSize - structureSize;
        for (int i = 0; i < objects.Length; i++)
        {
            ReadOnlySpan<byte> row = table.AsSpan(i * RecipeFormat.ObjectRowSize, RecipeFormat.ObjectRowSize);
            objects[i] = new RecipeObject(Digest.FromBytes(row[..Digest.Size]), BinaryPrimitives.ReadInt64LittleEndian(row[Digest.Size..]));
            left -= objects[i].Size;
            if (objects[i].Size <= LayerEntry.MaxInlineContent || left < 0)
            {
                throw new RecipeException("a recipe is damaged: its objects have impossible sizes");
            }
        }

        return left == 0 ? objects : throw new RecipeException("a recipe is damaged: its objects have other sizes than its tar");
    }
}
