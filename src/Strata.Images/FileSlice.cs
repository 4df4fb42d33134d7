using Strata.Linux;

namespace Strata.Images;

/// <summary>
/// A part of an open file as a stream of its own, read with pread(2): many may read the same descriptor at once. Not safe
/// for several threads itself.
/// </summary>
/// <param name="file">The file; borrowed, or owned where <paramref name="owns"/> says so.</param>
/// <param name="start">Where the part begins, in bytes.</param>
/// <param name="length">How long it is, in bytes.</param>
/// <param name="owns">Whether disposing closes the file.</param>
internal sealed class FileSlice(FileFd file, long start, long length, bool owns) : Stream
{
    private long position;
    private bool closed;

    public override bool CanRead => !closed;

    public override bool CanSeek => !closed;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        int wanted = (int)Math.Min(buffer.Length, Math.Max(0, length - position));
        if (wanted == 0)
        {
            return 0;
        }

        Sys.PRead(file, buffer[..wanted], start + position, out int count).OrThrow("reading an image");
        position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (!closed && owns)
        {
            file.Dispose();
        }

        closed = true;
        base.Dispose(disposing);
    }
}
