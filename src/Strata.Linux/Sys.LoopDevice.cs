using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    private const nuint LoopGetStatusRequest = 0x4c05; // LOOP_GET_STATUS64
    private const nuint LoopConfigureRequest = 0x4c0a; // LOOP_CONFIGURE
    private const nuint LoopGetFreeRequest = 0x4c82; // LOOP_CTL_GET_FREE

    /// <summary>ioctl(LOOP_CTL_GET_FREE) of /dev/loop-control, loop(4): the number of a loop device that is free at this moment; a new one where none is.</summary>
    public static unsafe Errno LoopGetFree(FileFd control, out int number)
    {
        number = NativeLoopIoctl(control.Number, LoopGetFreeRequest, null);
        return Result.Of(number);
    }

    /// <summary>ioctl(LOOP_CONFIGURE), loop(4): <paramref name="device"/> shows <paramref name="file"/> from now on. EBUSY: it shows another one.</summary>
    public static unsafe Errno LoopConfigure(FileFd device, FileFd file, LoopFlags flags)
    {
        LoopConfig config = new() { Fd = file.Number };
        config.Info.Flags = flags;
        return Result.Of(NativeLoopIoctl(device.Number, LoopConfigureRequest, &config));
    }

    /// <summary>ioctl(LOOP_GET_STATUS64), loop(4). ENXIO: it shows no file.</summary>
    public static unsafe Errno LoopGetStatus(FileFd device, out LoopInfo info)
    {
        fixed (LoopInfo* into = &info)
        {
            return Result.Of(NativeLoopIoctl(device.Number, LoopGetStatusRequest, into));
        }
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int NativeLoopIoctl(int device, nuint request, void* argument);
}
