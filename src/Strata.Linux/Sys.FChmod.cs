using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>fchmod(2).</summary>
    public static Errno FChmod(FileFd file, uint mode)
    {
        Errno error;
        do
        {
            error = Result.Of(NativeFChmod(file.Number, mode));
        }
        while (error == Errno.EINTR);

        return error;
    }

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    private static partial int NativeFChmod(int file, uint mode);
}
