using Strata.Linux;

namespace Strata.Images;

/// <summary>What cannot be seeked, a pipe for instance, as a stream: read(2) from where it stands.</summary>
/// <param name="file">The descriptor; borrowed.</param>
internal sealed class DescriptorStream(FileFd file) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        Sys.Read(file, buffer, out int count).OrThrow("reading standard input");
        return count;
    }
}
