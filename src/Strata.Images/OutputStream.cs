using Strata.Linux;

namespace Strata.Images;

/// <summary>An open file that takes an archive.</summary>
/// <param name="file">The file, written from where it stands; borrowed.</param>
/// <param name="where">What it is called in messages.</param>
/// <param name="cancellation">Asked at every write.</param>
internal sealed class OutputStream(FileFd file, string where, CancellationToken cancellation) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        Sys.WriteAll(file, buffer).OrThrow($"write {where}");
    }
}
