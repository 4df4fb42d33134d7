using Strata.Linux;

namespace Strata.Images;

/// <summary>What cannot be seeked, a pipe for instance, as a stream: read(2) from where it stands.</summary>
/// <param name="file">The descriptor; borrowed.</param>
internal sealed class DescriptorStream(FileFd file) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        Sys.Read(file, buffer, out int count).OrThrow("reading standard input");
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
