using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// write(2) of a whole reply to /dev/fuse, fuse(4). It never waits, so the runtime is not told about the call
    /// (SuppressGCTransition); not for notifications, which can wait for locks.
    /// </summary>
    public static unsafe Errno FuseReply(FileFd device, ReadOnlySpan<byte> reply)
    {
        fixed (byte* from = reply)
        {
            return Result.Of(NativeFuseWrite(device.Number, from, (nuint)reply.Length));
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    [SuppressGCTransition]
    private static unsafe partial nint NativeFuseWrite(int file, byte* buffer, nuint size);
}
