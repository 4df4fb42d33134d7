namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>linkat(2) with AT_SYMLINK_FOLLOW of /proc/self/fd/N: gives a file of O_TMPFILE (open(2)) its name.</summary>
    public static unsafe Errno LinkOpenFile(FileFd file, FileFd directory, ReadOnlySpan<byte> path)
    {
        const int FollowSymlink = 0x400;
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        fixed (byte* oldText = ProcFd.Path(file, default, stackalloc byte[ProcFd.MaxLength(default)]))
        fixed (byte* newText = PathText.Terminate(path, stackalloc byte[path.Length + 1]))
        {
            return Result.Of(NativeLinkAt(FileFd.WorkingDirectory.Number, oldText, directory.Number, newText, FollowSymlink));
        }
    }
}
