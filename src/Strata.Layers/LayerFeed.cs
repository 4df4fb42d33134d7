using System.Security.Cryptography;
using Strata.Blobs;

namespace Strata.Layers;

/// <summary>
/// A layer's tar, read and decompressed by a thread of its own into a few buffers, hashed by the thread that takes them:
/// so two processors share the work of one layer.
/// </summary>
internal sealed class LayerFeed : ByteFeed, IDisposable
{
    private const int PieceSize = 512 * 1024;
    private const int Pieces = 4;
    private readonly BlobReader blob;
    private readonly long? maxSize;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[][] buffers = new byte[Pieces][];
    private readonly int[] lengths = new int[Pieces];
    private readonly object gate = new();
    private readonly Thread producer;
    private int produced; // pieces filled and taken so far; guarded by gate
    private int consumed;
    private bool hasPiece;
    private bool isComplete;
    private bool isAbandoned;
    private Exception? failure;

    public LayerFeed(BlobReader blob, long? maxSize)
    {
        this.blob = blob;
        this.maxSize = maxSize;
        producer = new Thread(Produce) { IsBackground = true, Name = "layer" };
        producer.Start();
    }

    /// <summary>The digest of everything taken.</summary>
    public Digest FinishHash()
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        hash.GetHashAndReset(bytes);
        return Digest.FromBytes(bytes);
    }

    /// <summary>Ends the thread, which first finishes the read that it is in.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isAbandoned = true;
            Monitor.PulseAll(gate);
        }

        producer.Join();
        hash.Dispose();
    }

    protected override bool Next(out ReadOnlyMemory<byte> next)
    {
        next = default;
        int slot;
        lock (gate)
        {
            if (hasPiece)
            {
                hasPiece = false;
                consumed++;
                Monitor.PulseAll(gate);
            }

            while (produced == consumed && !isComplete)
            {
                Monitor.Wait(gate);
            }

            if (produced == consumed)
            {
                return failure is null ? false : throw Translate(failure);
            }

            hasPiece = true;
            slot = consumed % Pieces;
        }

        next = buffers[slot].AsMemory(0, lengths[slot]);
        hash.AppendData(next.Span);
        return true;
    }

    private static Exception Translate(Exception failure) => failure switch
    {
        InvalidDataException => new LayerException($"the layer's compression is damaged: {failure.Message}"),
        LayerException => new LayerException(failure.Message),
        OperationCanceledException => new OperationCanceledException(failure.Message, failure),
        _ => new IOException($"the layer cannot be read: {failure.Message}", failure),
    };

    private void Produce()
    {
        try
        {
            Stream tar = LayerCompression.Open(blob);
            using Stream? owned = tar == blob ? null : tar;
            long total = 0;
            while (TryWaitForSlot(out int slot))
            {
                // Not from a pool: a layer's four buffers live as long as its import, and go with it.
                buffers[slot] ??= GC.AllocateUninitializedArray<byte>(PieceSize);
                lengths[slot] = tar.ReadAtLeast(buffers[slot], PieceSize, throwOnEndOfStream: false);
                total += lengths[slot];
                if (total > (maxSize ?? LayerImport.DefaultMaxTarSize(blob.Count)))
                {
                    throw new LayerException(maxSize is null
                        ? $"the layer's {blob.Count} bytes become more than {total}: a decompression bomb"
                        : $"the layer's tar has more than the {maxSize} bytes promised");
                }

                Put(lengths[slot] > 0, isEnd: lengths[slot] < PieceSize);
                if (lengths[slot] < PieceSize)
                {
                    return;
                }
            }
        }
        catch (Exception e)
        {
            // Everything, whatever it is, is thrown again by the thread that takes the pieces.
            failure = e;
            Put(hasData: false, isEnd: true);
        }
    }

    private bool TryWaitForSlot(out int slot)
    {
        lock (gate)
        {
            while (produced - consumed == Pieces && !isAbandoned)
            {
                Monitor.Wait(gate);
            }

            slot = produced % Pieces;
            return !isAbandoned;
        }
    }

    private void Put(bool hasData, bool isEnd)
    {
        lock (gate)
        {
            produced += hasData ? 1 : 0;
            isComplete |= isEnd;
            Monitor.PulseAll(gate);
        }
    }
}
