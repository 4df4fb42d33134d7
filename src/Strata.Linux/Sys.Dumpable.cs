using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>prctl(2) PR_SET_DUMPABLE: 1 lets the process's own user see its /proc files and trace it, 0 only root.</summary>
    public static Errno SetDumpable(bool dumpable)
    {
        const int SetDumpableOption = 4;
        return Result.Of(NativePrCtl(SetDumpableOption, dumpable ? 1u : 0, 0, 0, 0));
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int NativePrCtl(int option, nuint argument, nuint third, nuint fourth, nuint fifth);
}
