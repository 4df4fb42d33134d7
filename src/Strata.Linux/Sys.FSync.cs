using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>fsync(2): content and attributes are on the disk when it returns.</summary>
    public static Errno FSync(FileFd file)
    {
        Errno error;
        do
        {
            error = Result.Of(NativeFSync(file.Number));
        }
        while (error == Errno.EINTR);

        return error;
    }

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int NativeFSync(int file);
}
