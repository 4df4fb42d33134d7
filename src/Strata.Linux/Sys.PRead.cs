using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>pread(2): reads at <paramref name="offset"/>; fewer bytes than asked for, or 0 at the end, are success.</summary>
    public static unsafe Errno PRead(FileFd file, Span<byte> buffer, long offset, out int count)
    {
        fixed (byte* into = buffer)
        {
            Errno error;
            long returned;
            do
            {
                error = Result.Of(NativePRead(file.Number, into, (nuint)buffer.Length, offset), out returned);
            }
            while (error == Errno.EINTR);

            count = (int)Math.Max(returned, 0);
            return error;
        }
    }

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    private static unsafe partial nint NativePRead(int file, byte* buffer, nuint size, long offset);
}
