using System.Buffers;
using System.Buffers.Binary;
using Strata.Blobs;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>Looks whether a recipe is what it was when it was written. Its header and table are checked by opening it.</summary>
public static class RecipeCheck
{
    /// <summary>Reads all blocks and compares their checksums; decompresses nothing, and reads no object.</summary>
    /// <exception cref="RecipeException">The recipe is damaged.</exception>
    public static void Blocks(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Zstd.CompressBound(RecipeFormat.BlockSize));
        try
        {
            long left = recipe.StructureSize;
            long offset = RecipeFormat.HeaderSize;
            Span<byte> header = stackalloc byte[RecipeFormat.BlockHeaderSize];
            while (left > 0)
            {
                recipe.ReadBlocks(header, offset);
                int length = BinaryPrimitives.ReadInt32LittleEndian(header);
                int size = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
                if (length < 1 || length > buffer.Length || size != Math.Min(left, RecipeFormat.BlockSize))
                {
                    throw recipe.Damaged($"a block with impossible sizes at {offset}");
                }

                recipe.ReadBlocks(buffer.AsSpan(0, length), offset + header.Length);
                if (Crc32C.Of(buffer.AsSpan(0, length)) != BinaryPrimitives.ReadUInt32LittleEndian(header[8..]))
                {
                    throw recipe.Damaged($"a block whose checksum is wrong at {offset}");
                }

                offset += header.Length + length;
                left -= size;
            }

            if (offset != recipe.BlocksEnd)
            {
                throw recipe.Damaged("bytes after the last block");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Puts the layer's tar together out of recipe and objects, and compares it with the diff ID: the whole truth about a layer.</summary>
    /// <exception cref="RecipeException">The recipe is damaged, or one of its objects is missing or has other bytes.</exception>
    public static void Tar(Recipe recipe, ObjectFolder objects) => LayerTarWriter.Write(recipe, objects, Stream.Null);
}
