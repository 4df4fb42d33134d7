using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// dup2(2): <paramref name="number"/> becomes a copy of <paramref name="file"/>, and what it was before is closed. The copy
    /// is inherited by programs that this process starts, as standard streams are.
    /// </summary>
    public static Errno DuplicateTo(FileFd file, int number) => Result.Of(NativeDup2(file.Number, number));

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int NativeDup2(int file, int number);
}
