using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>fstatfs(2).</summary>
    public static unsafe Errno FStatFs(FileFd file, out FileSystemStat stat)
    {
        FileSystemStat buffer = default;
        Errno error;
        do
        {
            error = Result.Of(NativeFStatFs(file.Number, &buffer));
        }
        while (error == Errno.EINTR);

        stat = buffer;
        return error;
    }

    [LibraryImport("libc", EntryPoint = "fstatfs", SetLastError = true)]
    private static unsafe partial int NativeFStatFs(int file, FileSystemStat* buffer);
}
