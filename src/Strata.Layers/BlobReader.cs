using System.Buffers;
using System.Security.Cryptography;
using Strata.Blobs;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>A layer's bytes as they come, hashed and counted while they are read, never more than promised.</summary>
internal sealed class BlobReader(LayerImport import, FileFd copy, CancellationToken cancellation) : ForwardStream
{
    private const int BufferSize = 256 * 1024;
    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long count;
    private int position;
    private int filled;
    private bool isDisposed;

    /// <summary>Bytes read so far; safe to ask from another thread.</summary>
    public long Count => Interlocked.Read(ref count);

    /// <summary>The first bytes, at least <paramref name="wanted"/> if there are so many; they stay to be read.</summary>
    public ReadOnlySpan<byte> Peek(int wanted)
    {
        while (filled < wanted && Fill(filled) > 0)
        {
        }

        return buffer.AsSpan(0, filled);
    }

    public override int Read(Span<byte> target)
    {
        if (position == filled)
        {
            position = filled = 0;
            if (Fill(0) == 0)
            {
                return 0;
            }
        }

        int taken = Math.Min(target.Length, filled - position);
        buffer.AsSpan(position, taken).CopyTo(target);
        position += taken;
        return taken;
    }

    /// <summary>Reads to the end, and checks what was promised about the whole.</summary>
    public Digest Finish()
    {
        while (Fill(0) > 0)
        {
        }

        if (import.BlobSize is long size && count != size)
        {
            throw new LayerException($"the layer has {count} bytes, {size} were promised");
        }

        Span<byte> bytes = stackalloc byte[Digest.Size];
        hash.GetHashAndReset(bytes);
        Digest digest = Digest.FromBytes(bytes);
        return import.BlobDigest is not Digest expected || digest == expected
            ? digest
            : throw new LayerException($"the layer's bytes have the digest {digest}, {expected} was promised");
    }

    protected override void Dispose(bool disposing)
    {
        if (!isDisposed)
        {
            isDisposed = true;
            hash.Dispose();
            ArrayPool<byte>.Shared.Return(buffer);
        }

        base.Dispose(disposing);
    }

    private int Fill(int start)
    {
        cancellation.ThrowIfCancellationRequested();
        int read = import.Content.Read(buffer, start, BufferSize - start);
        filled = start + read;
        long total = Interlocked.Add(ref count, read);
        if (import.BlobSize is long size && total > size)
        {
            throw new LayerException($"the layer has more than the {size} bytes promised");
        }

        hash.AppendData(buffer, start, read);
        if (copy.IsOpen)
        {
            Sys.WriteAll(copy, buffer.AsSpan(start, read)).OrThrow("write a layer's blob");
        }

        import.Progress?.Invoke(total);
        return read;
    }
}
