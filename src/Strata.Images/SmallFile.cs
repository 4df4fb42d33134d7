using Strata.Linux;

namespace Strata.Images;

/// <summary>A file of the user's, read whole.</summary>
internal static class SmallFile
{
    /// <summary>Reads a file; null where there is none.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="limit">The most bytes that it may have.</param>
    /// <exception cref="ImageException">It is larger, or no file.</exception>
    public static byte[]? Read(string path, int limit)
    {
        Errno error = Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(path), OpenFlags.ReadOnly | OpenFlags.NonBlocking, out FileFd file);
        if (error is Errno.ENOENT or Errno.ENOTDIR)
        {
            return null;
        }

        error.OrThrow(path);
        using (file)
        {
            Sys.FStat(file, out FileStat stat).OrThrow(path);
            if (!stat.IsRegular || stat.Size > (ulong)limit)
            {
                throw new ImageException(stat.IsRegular ? $"{path} has {stat.Size} bytes; at most {limit} are read" : $"{path} is not a file");
            }

            using FileSlice content = new(file, 0, (long)stat.Size, owns: false);
            byte[] bytes = new byte[(int)stat.Size];
            content.ReadExactly(bytes);
            return bytes;
        }
    }
}
