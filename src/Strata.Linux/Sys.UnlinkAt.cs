using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>unlinkat(2) of anything but a directory.</summary>
    public static unsafe Errno UnlinkAt(FileFd directory, ReadOnlySpan<byte> path)
    {
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        fixed (byte* text = PathText.Terminate(path, stackalloc byte[path.Length + 1]))
        {
            return Result.Of(NativeUnlinkAt(directory.Number, text, 0));
        }
    }

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    private static unsafe partial int NativeUnlinkAt(int directory, byte* path, int flags);
}
