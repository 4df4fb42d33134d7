using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>fcntl(2) F_DUPFD_CLOEXEC: a copy whose number is at least <paramref name="minimum"/>.</summary>
    public static Errno Duplicate(FileFd file, int minimum, out FileFd copy)
    {
        const int DuplicateCloseOnExec = 1030;
        return Result.Of(NativeFcntl(file.Number, DuplicateCloseOnExec, minimum), out copy);
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int NativeFcntl(int file, int command, nint argument);
}
