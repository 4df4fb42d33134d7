using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>syncfs(2): everything written to the file system of <paramref name="file"/> is on the disk when it returns.</summary>
    public static Errno SyncFs(FileFd file)
    {
        Errno error;
        do
        {
            error = Result.Of(NativeSyncFs(file.Number));
        }
        while (error == Errno.EINTR);

        return error;
    }

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int NativeSyncFs(int file);
}
