using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>write(2), repeated until everything is written.</summary>
    public static unsafe Errno WriteAll(FileFd file, ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            Errno error = Write(file, buffer, out int returned);
            if (error != Errno.Ok)
            {
                return error;
            }

            buffer = buffer[returned..];
        }

        return Errno.Ok;
    }

    /// <summary>write(2): may write fewer bytes than given.</summary>
    public static unsafe Errno Write(FileFd file, ReadOnlySpan<byte> buffer, out int count)
    {
        fixed (byte* from = buffer)
        {
            Errno error;
            long returned;
            do
            {
                error = Result.Of(NativeWrite(file.Number, from, (nuint)Shortened(buffer.Length)), out returned);
            }
            while (error == Errno.EINTR);

            count = (int)Math.Max(returned, 0);
            return error;
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint NativeWrite(int file, byte* buffer, nuint size);
}
