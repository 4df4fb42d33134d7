using Strata.Linux;

namespace Strata.Images;

/// <summary>An image layout as a folder. Symlinks inside are followed, none leads out of the folder.</summary>
/// <param name="folder">The open folder; owned from now on.</param>
internal sealed class FolderFiles(FileFd folder) : IImageFiles
{
    public Stream? Open(string path)
    {
        // A fifo in the place of a blob must not block the open.
        Errno error = Sys.OpenAt2(
            folder, PathText.Bytes(path), OpenFlags.ReadOnly | OpenFlags.NonBlocking, ResolveFlags.InRoot | ResolveFlags.NoMagicLinks, out FileFd file);
        if (error is Errno.ENOENT or Errno.ENOTDIR)
        {
            return null;
        }

        error.OrThrow(path);
        Sys.FStat(file, out FileStat stat).OrThrow(path);
        if (!stat.IsRegular)
        {
            file.Dispose();
            throw new ImageException($"{path} is not a file");
        }

        return new FileSlice(file, 0, (long)stat.Size, owns: true);
    }

    public void Dispose() => folder.Dispose();
}
