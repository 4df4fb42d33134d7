using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>The line settings of a terminal, struct termios of the kernel; termios(3).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct TerminalSettings
{
    private uint input;
    private uint output;
    private uint control;
    private uint local;
    private ControlCharacters characters;

    /// <summary>These settings as cfmakeraw(3) changes them: every byte passes as it is, at once.</summary>
    public readonly TerminalSettings ToRaw()
    {
        const int ReadAtLeast = 1 + 6; // VMIN, after c_line
        const int ReadTimeout = 1 + 5; // VTIME
        TerminalSettings raw = this;
        raw.input &= ~0x5EBu; // IGNBRK BRKINT PARMRK ISTRIP INLCR IGNCR ICRNL IXON
        raw.output &= ~1u; // OPOST
        raw.local &= ~0x804Bu; // ECHO ECHONL ICANON ISIG IEXTEN
        raw.control = (raw.control & ~0x130u) | 0x30; // CSIZE PARENB; CS8
        raw.characters[ReadAtLeast] = 1;
        raw.characters[ReadTimeout] = 0;
        return raw;
    }

    /// <summary>These settings without echo of what is typed: for passwords.</summary>
    public readonly TerminalSettings WithoutEcho()
    {
        TerminalSettings silent = this;
        silent.local &= ~8u; // ECHO
        return silent;
    }
}
