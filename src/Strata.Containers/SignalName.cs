using System.Globalization;

namespace Strata.Containers;

/// <summary>Names of signals, signal(7), as <c>kill -l</c> has them.</summary>
public static class SignalName
{
    private const int Last = 64; // SIGRTMAX

    private static readonly string[] names =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT",
        "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    /// <summary>Reads <c>SIGTERM</c>, <c>TERM</c> or <c>15</c>, and <c>RTMIN+3</c>, <c>RTMAX-1</c>; the case does not matter.</summary>
    public static bool TryParse(string text, out int signal)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out signal))
        {
            return signal is > 0 and <= Last;
        }

        string name = text.ToUpperInvariant();
        name = name.StartsWith("SIG", StringComparison.Ordinal) ? name[3..] : name;
        signal = name switch
        {
            "POLL" => 29,
            "IOT" => 6,
            _ => name.Length == 0 ? -1 : Array.IndexOf(names, name),
        };
        return signal > 0 || TryRealTime(name, out signal);
    }

    private static bool TryRealTime(string name, out int signal)
    {
        const int First = 34; // glibc keeps 32 and 33.
        signal = 0;
        (int start, int direction) = name.StartsWith("RTMIN", StringComparison.Ordinal) ? (First, 1) : name.StartsWith("RTMAX", StringComparison.Ordinal) ? (Last, -1) : (0, 0);
        if (start == 0)
        {
            return false;
        }

        int offset = 0;
        string rest = name["RTMIN".Length..];
        if (rest.Length > 0 && (rest[0] != (direction > 0 ? '+' : '-') || !int.TryParse(rest.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out offset)))
        {
            return false;
        }

        signal = start + (direction * offset);
        return signal is >= First and <= Last;
    }
}
