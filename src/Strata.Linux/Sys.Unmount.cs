using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>umount2(2). <paramref name="flags"/>: MNT_FORCE 1, MNT_DETACH 2, UMOUNT_NOFOLLOW 8.</summary>
    public static unsafe Errno Unmount(ReadOnlySpan<byte> path, int flags)
    {
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        fixed (byte* text = PathText.Terminate(path, stackalloc byte[path.Length + 1]))
        {
            return Result.Of(NativeUnmount(text, flags));
        }
    }

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true)]
    private static unsafe partial int NativeUnmount(byte* path, int flags);
}
