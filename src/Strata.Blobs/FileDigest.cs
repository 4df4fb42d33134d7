using System.Buffers;
using System.Security.Cryptography;
using Strata.Linux;

namespace Strata.Blobs;

/// <summary>Reads a file whole and compares it with the digest that it should have.</summary>
internal static class FileDigest
{
    private const int PieceSize = 256 << 10;

    /// <summary>Compares a file that was opened, or not, and closes it. EIO: it has other bytes, or cannot be read. ENOENT: it is not there.</summary>
    public static Errno Verify(Errno opened, FileFd file, in Digest digest)
    {
        if (opened != Errno.Ok)
        {
            return opened == Errno.ENOENT ? opened : Errno.EIO;
        }

        using (file)
        {
            return Matches(file, digest) ? Errno.Ok : Errno.EIO;
        }
    }

    /// <summary>Whether it has that digest; a file that cannot be read, or is a folder, has none.</summary>
    public static bool Matches(FileFd file, in Digest digest)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            for (long at = 0; ;)
            {
                if (Sys.PRead(file, buffer, at, out int count) != Errno.Ok)
                {
                    return false;
                }

                if (count == 0)
                {
                    return Digest.FromBytes(hash.GetHashAndReset()) == digest;
                }

                hash.AppendData(buffer, 0, count);
                at += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
