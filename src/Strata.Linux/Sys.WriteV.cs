using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>writev(2) of two pieces, one behind the other in one message; may write fewer bytes than given.</summary>
    public static unsafe Errno WriteV(FileFd file, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, out int count)
    {
        fixed (byte* firstFrom = first)
        fixed (byte* secondFrom = second)
        {
            IoVector* pieces = stackalloc IoVector[2]
            {
                new IoVector { Start = firstFrom, Length = (nuint)first.Length },
                new IoVector { Start = secondFrom, Length = (nuint)second.Length },
            };
            Errno error;
            long returned;
            do
            {
                error = Result.Of(NativeWriteV(file.Number, pieces, 2), out returned);
            }
            while (error == Errno.EINTR);

            count = (int)Math.Max(returned, 0);
            return error;
        }
    }

    [LibraryImport("libc", EntryPoint = "writev", SetLastError = true)]
    private static unsafe partial nint NativeWriteV(int file, IoVector* pieces, int count);
}
