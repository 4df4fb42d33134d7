using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Images.Checking;

/// <summary>Looks at a chain image.</summary>
internal static class ChainCheck
{
    /// <summary>Reads all of it; what is wrong with it in words, null where nothing is.</summary>
    /// <param name="blobs">The store.</param>
    /// <param name="chainId">Which.</param>
    public static string? ProblemOf(BlobStore blobs, in Digest chainId)
    {
        Errno error = blobs.OpenChain(chainId, out FileFd file);
        if (error != Errno.Ok)
        {
            return error == Errno.ENOENT ? null : error.Message();
        }

        using (file)
        {
            try
            {
                using ChainImage image = ChainImage.Open(file);
                image.Verify();
                return null;
            }
            catch (Exception e) when (e is ChainImageFormatException or LinuxException)
            {
                return e.Message;
            }
        }
    }
}
