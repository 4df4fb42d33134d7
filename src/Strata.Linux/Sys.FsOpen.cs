using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    private const int NumberFsOpen = 430; // the same on every architecture
    private const uint FsOpenCloseOnExec = 1;

    /// <summary>
    /// fsopen(2) with FSOPEN_CLOEXEC: begins a mount of a file system of this type. ENODEV: the kernel does not have it;
    /// EPERM: no CAP_SYS_ADMIN. Reading from <paramref name="context"/> gives what the kernel says to the calls on it.
    /// </summary>
    public static unsafe Errno FsOpen(ReadOnlySpan<byte> type, out FileFd context)
    {
        context = default;
        if (!PathText.Fits(type))
        {
            return PathText.Refusal(type);
        }

        fixed (byte* text = PathText.Terminate(type, stackalloc byte[type.Length + 1]))
        {
            return Result.Of((int)NativeFsOpen(NumberFsOpen, text, FsOpenCloseOnExec), out context);
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static unsafe partial nint NativeFsOpen(nint number, byte* type, nuint flags);
}
