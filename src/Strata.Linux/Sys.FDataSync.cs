using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>fdatasync(2): content, and the attributes that reading it needs, are on the disk when it returns.</summary>
    public static Errno FDataSync(FileFd file)
    {
        Errno error;
        do
        {
            error = Result.Of(NativeFDataSync(file.Number));
        }
        while (error == Errno.EINTR);

        return error;
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int NativeFDataSync(int file);
}
