using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>pwrite(2) at <paramref name="offset"/>, repeated until everything is written.</summary>
    public static unsafe Errno PWriteAll(FileFd file, ReadOnlySpan<byte> buffer, long offset)
    {
        while (!buffer.IsEmpty)
        {
            Errno error = PWrite(file, buffer, offset, out int returned);
            if (error != Errno.Ok)
            {
                return error;
            }

            buffer = buffer[returned..];
            offset += returned;
        }

        return Errno.Ok;
    }

    /// <summary>pwrite(2): may write fewer bytes than given.</summary>
    public static unsafe Errno PWrite(FileFd file, ReadOnlySpan<byte> buffer, long offset, out int count)
    {
        fixed (byte* from = buffer)
        {
            Errno error;
            long returned;
            do
            {
                error = Result.Of(NativePWrite(file.Number, from, (nuint)Shortened(buffer.Length), offset), out returned);
            }
            while (error == Errno.EINTR);

            count = (int)Math.Max(returned, 0);
            return error;
        }
    }

    [LibraryImport("libc", EntryPoint = "pwrite", SetLastError = true)]
    private static unsafe partial nint NativePWrite(int file, byte* buffer, nuint size, long offset);
}
