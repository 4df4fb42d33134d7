using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>getrandom(2): fills up to 256 bytes that nobody can guess; those come whole, uninterrupted. Waits only while the machine boots.</summary>
    public static unsafe Errno GetRandom(Span<byte> bytes)
    {
        const int Most = 256;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, Most);
        fixed (byte* start = bytes)
        {
            nint count;
            do
            {
                count = NativeGetRandom(start, (nuint)bytes.Length, 0);
            }
            while (count < 0 && Marshal.GetLastPInvokeError() == (int)Errno.EINTR);

            return count < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.Ok;
        }
    }

    [LibraryImport("libc", EntryPoint = "getrandom", SetLastError = true)]
    private static unsafe partial nint NativeGetRandom(byte* buffer, nuint length, uint flags);
}
