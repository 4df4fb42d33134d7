namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>open(2) of /proc/self/fd/N: a new open file on what <paramref name="file"/> is open on, O_PATH and unlinked files included.</summary>
    public static unsafe Errno Reopen(FileFd file, OpenFlags flags, out FileFd opened)
    {
        Span<byte> path = stackalloc byte[ProcFd.MaxLength(default)];
        path = ProcFd.Path(file, default, path);
        return OpenAt(FileFd.WorkingDirectory, path[..^1], flags, out opened);
    }
}
