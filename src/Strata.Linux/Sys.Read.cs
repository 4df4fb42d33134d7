using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>read(2): 0 bytes is the end.</summary>
    public static unsafe Errno Read(FileFd file, Span<byte> buffer, out int count)
    {
        fixed (byte* into = buffer)
        {
            Errno error;
            long returned;
            do
            {
                error = Result.Of(NativeRead(file.Number, into, (nuint)buffer.Length), out returned);
            }
            while (error == Errno.EINTR);

            count = (int)Math.Max(returned, 0);
            return error;
        }
    }

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static unsafe partial nint NativeRead(int file, byte* buffer, nuint size);
}
