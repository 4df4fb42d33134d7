using System.Buffers;
using System.Buffers.Binary;
using Strata.Blobs;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>Writes a recipe: the structure of a tar in compressed blocks, then the table of objects, last the header. See docs/formats/recipe.md.</summary>
/// <param name="file">An empty file; borrowed.</param>
internal sealed class RecipeWriter(FileFd file) : IDisposable
{
    private const int Level = 3;
    private readonly byte[] block = ArrayPool<byte>.Shared.Rent(RecipeFormat.BlockSize);
    private readonly byte[] compressed = ArrayPool<byte>.Shared.Rent(RecipeFormat.BlockHeaderSize + Zstd.CompressBound(RecipeFormat.BlockSize));
    private readonly List<RecipeObject> objects = [];
    private long offset = RecipeFormat.HeaderSize;
    private long structureSize;
    private int filled;

    /// <summary>Appends bytes of the tar that are not an object's content.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        structureSize += bytes.Length;
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, RecipeFormat.BlockSize - filled);
            bytes[..count].CopyTo(block.AsSpan(filled));
            filled += count;
            bytes = bytes[count..];
            if (filled == RecipeFormat.BlockSize)
            {
                WriteBlock();
            }
        }
    }

    /// <summary>Says which object the content that comes here in the tar is.</summary>
    public void AppendObject(in Digest digest, long size) => objects.Add(new RecipeObject(digest, size));

    /// <summary>Completes the file.</summary>
    public void Finish(in Digest diffId, long tarSize, int members)
    {
        if (filled > 0)
        {
            WriteBlock();
        }

        byte[] table = new byte[objects.Count * RecipeFormat.ObjectRowSize];
        for (int i = 0; i < objects.Count; i++)
        {
            Span<byte> row = table.AsSpan(i * RecipeFormat.ObjectRowSize, RecipeFormat.ObjectRowSize);
            objects[i].Digest.Bytes.CopyTo(row);
            BinaryPrimitives.WriteInt64LittleEndian(row[Digest.Size..], objects[i].Size);
        }

        Sys.PWriteAll(file, table, offset).OrThrow("write a recipe's table");
        if (structureSize + objects.Sum(o => o.Size) != tarSize)
        {
            throw new InvalidOperationException("a recipe has other bytes than its tar");
        }

        Span<byte> header = stackalloc byte[RecipeFormat.HeaderSize];
        header.Clear();
        RecipeFormat.Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], RecipeFormat.Version);
        diffId.Bytes.CopyTo(header[RecipeFormat.DiffIdOffset..]);
        BinaryPrimitives.WriteInt64LittleEndian(header[RecipeFormat.TarSizeOffset..], tarSize);
        BinaryPrimitives.WriteInt64LittleEndian(header[RecipeFormat.StructureSizeOffset..], structureSize);
        BinaryPrimitives.WriteInt64LittleEndian(header[RecipeFormat.MembersOffset..], members);
        BinaryPrimitives.WriteInt64LittleEndian(header[RecipeFormat.ObjectsOffset..], objects.Count);
        BinaryPrimitives.WriteInt64LittleEndian(header[RecipeFormat.TableOffset..], offset);
        BinaryPrimitives.WriteUInt32LittleEndian(header[RecipeFormat.TableChecksumOffset..], Crc32C.Of(table));
        BinaryPrimitives.WriteUInt32LittleEndian(header[RecipeFormat.HeaderChecksumOffset..], Crc32C.Of(header[..RecipeFormat.HeaderChecksumOffset]));
        Sys.PWriteAll(file, header, 0).OrThrow("write a recipe's header");
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(block);
        ArrayPool<byte>.Shared.Return(compressed);
    }

    private void WriteBlock()
    {
        int length = Zstd.Compress(block.AsSpan(0, filled), compressed.AsSpan(RecipeFormat.BlockHeaderSize), Level);
        Span<byte> stored = compressed.AsSpan(0, RecipeFormat.BlockHeaderSize + length);
        BinaryPrimitives.WriteInt32LittleEndian(stored, length);
        BinaryPrimitives.WriteInt32LittleEndian(stored[4..], filled);
        BinaryPrimitives.WriteUInt32LittleEndian(stored[8..], Crc32C.Of(stored[RecipeFormat.BlockHeaderSize..]));
        Sys.PWriteAll(file, stored, offset).OrThrow("write a recipe");
        offset += stored.Length;
        filled = 0;
    }
}
