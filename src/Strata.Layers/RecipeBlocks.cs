using System.Buffers;
using System.Buffers.Binary;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>The structure of a tar out of a recipe, block by block, each checked before it is used.</summary>
internal sealed class RecipeBlocks(Recipe recipe) : ByteFeed, IDisposable
{
    private readonly byte[] stored = ArrayPool<byte>.Shared.Rent(Zstd.CompressBound(RecipeFormat.BlockSize));
    private readonly byte[] block = ArrayPool<byte>.Shared.Rent(RecipeFormat.BlockSize);
    private long offset = RecipeFormat.HeaderSize;
    private long structureLeft = recipe.StructureSize;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(stored);
        ArrayPool<byte>.Shared.Return(block);
    }

    protected override bool Next(out ReadOnlyMemory<byte> next)
    {
        next = default;
        if (structureLeft == 0)
        {
            return offset == recipe.BlocksEnd ? false : throw recipe.Damaged("bytes after the last block");
        }

        Span<byte> header = stackalloc byte[RecipeFormat.BlockHeaderSize];
        recipe.ReadBlocks(header, offset);
        int length = BinaryPrimitives.ReadInt32LittleEndian(header);
        int size = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        if (length < 1 || length > stored.Length || size != Math.Min(structureLeft, RecipeFormat.BlockSize))
        {
            throw recipe.Damaged($"a block with impossible sizes at {offset}");
        }

        Span<byte> body = stored.AsSpan(0, length);
        recipe.ReadBlocks(body, offset + header.Length);
        if (Crc32C.Of(body) != BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) || !Zstd.TryDecompress(body, block.AsSpan(0, size)))
        {
            throw recipe.Damaged($"a block whose checksum is wrong at {offset}");
        }

        offset += header.Length + length;
        structureLeft -= size;
        next = block.AsMemory(0, size);
        return true;
    }
}
