using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>fchdir(2).</summary>
    public static Errno ChangeDirectory(FileFd directory) => Result.Of(NativeFChDir(directory.Number));

    [LibraryImport("libc", EntryPoint = "fchdir", SetLastError = true)]
    private static partial int NativeFChDir(int directory);
}
