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

    /// <summary>dup3(2): makes <paramref name="number"/> a copy of a descriptor, whatever it was before. It stays open over execve(2).</summary>
    public static Errno DuplicateOnto(FileFd file, int number) => Result.Of(NativeDup3(file.Number, number, 0));

    [LibraryImport("libc", EntryPoint = "dup3", SetLastError = true)]
    private static partial int NativeDup3(int file, int number, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int NativeFcntl(int file, int command, nint argument);
}
