using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>ioctl(FICLONE), ioctl_ficlone(2): <paramref name="target"/> shares all blocks of <paramref name="source"/>. EOPNOTSUPP or EXDEV where the file system cannot.</summary>
    public static Errno FiClone(FileFd target, FileFd source)
    {
        const nuint FiCloneRequest = 0x40049409;
        return Result.Of(NativeFiClone(target.Number, FiCloneRequest, source.Number));
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int NativeFiClone(int target, nuint request, nint source);
}
