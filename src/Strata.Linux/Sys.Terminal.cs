using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    private const nuint GetSettings = 0x5401; // TCGETS
    private const nuint SetSettings = 0x5402; // TCSETS
    private const nuint GetWindowSize = 0x5413; // TIOCGWINSZ
    private const nuint SetWindowSize = 0x5414; // TIOCSWINSZ

    /// <summary>ioctl_tty(2) TCGETS. ENOTTY where it is no terminal.</summary>
    public static unsafe Errno GetTerminal(FileFd terminal, out TerminalSettings settings)
    {
        fixed (TerminalSettings* into = &settings)
        {
            *into = default;
            return Result.Of(NativeTerminalIoctl(terminal.Number, GetSettings, into));
        }
    }

    /// <summary>ioctl_tty(2) TCSETS: at once.</summary>
    public static unsafe Errno SetTerminal(FileFd terminal, TerminalSettings settings) =>
        Result.Of(NativeTerminalIoctl(terminal.Number, SetSettings, &settings));

    /// <summary>ioctl_tty(2) TIOCGWINSZ, in characters. ENOTTY where it is no terminal.</summary>
    public static unsafe Errno GetTerminalSize(FileFd terminal, out ushort rows, out ushort columns)
    {
        ushort* size = stackalloc ushort[4] { 0, 0, 0, 0 };
        Errno error = Result.Of(NativeTerminalIoctl(terminal.Number, GetWindowSize, size));
        rows = size[0];
        columns = size[1];
        return error;
    }

    /// <summary>ioctl_tty(2) TIOCSWINSZ: the foreground programs get SIGWINCH.</summary>
    public static unsafe Errno SetTerminalSize(FileFd terminal, ushort rows, ushort columns)
    {
        ushort* size = stackalloc ushort[4] { rows, columns, 0, 0 };
        return Result.Of(NativeTerminalIoctl(terminal.Number, SetWindowSize, size));
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int NativeTerminalIoctl(int file, nuint request, void* argument);
}
