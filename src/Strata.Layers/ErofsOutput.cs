using System.Security.Cryptography;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>
/// An image on its way into its file: a window that moves forwards over it, hashed and written as it goes. Memory does not
/// grow with the image, <c>size</c> bytes of whole blocks. Block 0 is kept, because the superblock can only be finished at the end.
/// </summary>
internal sealed class ErofsOutput(FileFd file, long size) : IDisposable
{
    // Behind the highest place so far as far as ErofsPacking fills gaps, rounded up generously.
    private const int Behind = 2 * ErofsPacking.Window;
    private const int MaxLength = 2 << 20;

    private readonly byte[] window = new byte[Math.Min(size, MaxLength)];
    private readonly byte[] first = new byte[ErofsFormat.BlockSize];
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long start;

    /// <summary>Block 0, after <see cref="Finish"/>.</summary>
    public Span<byte> First => first;

    /// <summary>The bytes at a place, zero until they are set; valid until the next call.</summary>
    public Span<byte> At(long position, int length)
    {
        if (position + length > start + window.Length)
        {
            Advance((position - Behind) & -ErofsFormat.BlockSize);
        }

        return window.AsSpan((int)(position - start), length);
    }

    /// <summary>Writes what is left and gives the SHA-256 from the superblock to the end.</summary>
    public Blobs.Digest Finish()
    {
        while (start < size)
        {
            Advance(Math.Min(size, start + window.Length));
        }

        return Blobs.Digest.FromBytes(hash.GetHashAndReset());
    }

    /// <summary>Frees the hash.</summary>
    public void Dispose() => hash.Dispose();

    private void Advance(long to)
    {
        Span<byte> done = window.AsSpan(0, (int)(to - start));
        if (start == 0)
        {
            done[..ErofsFormat.BlockSize].CopyTo(first);
            hash.AppendData(done[ErofsFormat.SuperblockOffset..]);
        }
        else
        {
            hash.AppendData(done);
        }

        Sys.PWriteAll(file, done, start).OrThrow("pwrite of a chain image");
        window.AsSpan(done.Length).CopyTo(window);
        window.AsSpan(window.Length - done.Length).Clear();
        start = to;
    }
}
