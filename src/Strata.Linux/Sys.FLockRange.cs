using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// fcntl(2) on record locks. <paramref name="command"/>: F_GETLK 5, F_SETLK 6, F_SETLKW 7, F_OFD_GETLK 36,
    /// F_OFD_SETLK 37, F_OFD_SETLKW 38. A waiting command that a signal interrupts is EINTR.
    /// </summary>
    public static Errno FLockRange(FileFd file, int command, ref FileLock range) => Result.Of(NativeFcntl(file.Number, command, ref range));

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int NativeFcntl(int file, int command, ref FileLock range);
}
