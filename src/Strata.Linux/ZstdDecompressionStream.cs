using System.Buffers;
using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>
/// Decompresses Zstandard (RFC 8878) while it is read, by libzstd.so.1: any number of frames, skippable ones passed over.
/// Windows up to 128 MiB, libzstd's own limit. A malformed or cut stream is an <see cref="InvalidDataException"/>.
/// </summary>
/// <param name="source">The compressed bytes; not disposed.</param>
public sealed partial class ZstdDecompressionStream(Stream source) : ForwardStream
{
    private readonly byte[] input = ArrayPool<byte>.Shared.Rent(128 * 1024);
    private nint context = NativeCreate();
    private int position;
    private int filled;
    private bool isInsideFrame;
    private bool hasMoreOutput; // decompressed and not given out yet: asks for no input

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(context == 0, this);
        while (!buffer.IsEmpty)
        {
            if (position == filled && !hasMoreOutput)
            {
                position = 0;
                filled = source.Read(input);
                if (filled == 0)
                {
                    return isInsideFrame ? throw new InvalidDataException("zstd: the stream ends within a frame") : 0;
                }
            }

            int count = Decompress(buffer);
            if (count > 0)
            {
                return count;
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (context != 0)
        {
            _ = NativeFree(context);
            context = 0;
            ArrayPool<byte>.Shared.Return(input);
        }

        base.Dispose(disposing);
    }

    private unsafe int Decompress(Span<byte> buffer)
    {
        fixed (byte* from = input)
        fixed (byte* into = buffer)
        {
            ZstdBuffer source = new() { Start = from, Size = (nuint)filled, Position = (nuint)position };
            ZstdBuffer target = new() { Start = into, Size = (nuint)buffer.Length };

            // 0: a frame is complete and all of it was given out.
            isInsideFrame = Zstd.Checked(NativeDecompress(context, &target, &source)) != 0;
            hasMoreOutput = isInsideFrame && target.Position == target.Size;
            position = (int)source.Position;
            return (int)target.Position;
        }
    }

    [LibraryImport("libzstd.so.1", EntryPoint = "ZSTD_createDStream")]
    private static partial nint NativeCreate();

    [LibraryImport("libzstd.so.1", EntryPoint = "ZSTD_freeDStream")]
    private static partial nuint NativeFree(nint context);

    [LibraryImport("libzstd.so.1", EntryPoint = "ZSTD_decompressStream")]
    private static unsafe partial nuint NativeDecompress(nint context, ZstdBuffer* target, ZstdBuffer* source);
}
