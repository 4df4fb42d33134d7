using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>mknodat(2): a fifo, socket, device node or empty regular file, by the type bits of <paramref name="mode"/>.</summary>
    public static unsafe Errno MknodAt(FileFd directory, ReadOnlySpan<byte> path, uint mode, DeviceNumber device)
    {
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        fixed (byte* text = PathText.Terminate(path, stackalloc byte[path.Length + 1]))
        {
            return Result.Of(NativeMknodAt(directory.Number, text, mode, device.Wide));
        }
    }

    [LibraryImport("libc", EntryPoint = "mknodat", SetLastError = true)]
    private static unsafe partial int NativeMknodAt(int directory, byte* path, uint mode, ulong device);
}
