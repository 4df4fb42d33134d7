using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>close(2). Never retried: on Linux the descriptor is gone even after EINTR.</summary>
    public static Errno Close(FileFd file) => Result.Of(NativeClose(file.Number));

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int NativeClose(int file);
}
