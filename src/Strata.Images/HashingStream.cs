using System.Security.Cryptography;
using Strata.Blobs;
using Strata.Linux;

namespace Strata.Images;

/// <summary>Writes to a file, and knows the digest and number of what it wrote.</summary>
/// <param name="file">The file, written from where it stands; borrowed.</param>
/// <param name="cancellation">Asked at every write.</param>
internal sealed class HashingStream(FileFd file, CancellationToken cancellation) : WriteOnlyStream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long size;

    /// <summary>What was written.</summary>
    public (Digest Digest, long Size) Finish() => (Digest.FromBytes(hash.GetHashAndReset()), size);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        hash.AppendData(buffer);
        Sys.WriteAll(file, buffer).OrThrow("write a layer to the store's staging folder");
        size += buffer.Length;
    }

    protected override void Dispose(bool disposing)
    {
        hash.Dispose();
        base.Dispose(disposing);
    }
}
