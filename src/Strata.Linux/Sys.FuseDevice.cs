using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    private const nuint FuseDeviceBackingOpen = 0x4010e501; // FUSE_DEV_IOC_BACKING_OPEN
    private const nuint FuseDeviceBackingClose = 0x4004e502; // FUSE_DEV_IOC_BACKING_CLOSE

    /// <summary>ioctl(FUSE_DEV_IOC_BACKING_OPEN): makes <paramref name="file"/> known for passthrough. Needs CAP_SYS_ADMIN in the first user namespace, or EPERM.</summary>
    public static unsafe Errno FuseBackingOpen(FileFd device, FileFd file, out int backingId)
    {
        FuseBackingMap map = new() { Fd = file.Number };
        backingId = NativeFuseIoctl(device.Number, FuseDeviceBackingOpen, &map);
        return Result.Of(backingId);
    }

    /// <summary>ioctl(FUSE_DEV_IOC_BACKING_CLOSE): ends what <see cref="FuseBackingOpen"/> began; open files keep it.</summary>
    public static unsafe Errno FuseBackingClose(FileFd device, int backingId)
    {
        uint id = (uint)backingId;
        return Result.Of(NativeFuseIoctl(device.Number, FuseDeviceBackingClose, &id));
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int NativeFuseIoctl(int device, nuint request, void* argument);
}
