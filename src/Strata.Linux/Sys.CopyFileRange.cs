using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>copy_file_range(2): the kernel copies, or shares the blocks where the file system can. 0 bytes is the end.</summary>
    public static unsafe Errno CopyFileRange(FileFd source, long sourceOffset, FileFd target, long targetOffset, long length, out long copied)
    {
        Errno error;
        do
        {
            error = Result.Of(NativeCopyFileRange(source.Number, &sourceOffset, target.Number, &targetOffset, (nuint)length, 0), out copied);
        }
        while (error == Errno.EINTR);

        return error;
    }

    [LibraryImport("libc", EntryPoint = "copy_file_range", SetLastError = true)]
    private static unsafe partial nint NativeCopyFileRange(int source, long* sourceOffset, int target, long* targetOffset, nuint length, uint flags);
}
