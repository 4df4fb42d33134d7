using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    private const int NumberMountSetAttributes = 442; // the same on every architecture

    /// <summary>
    /// mount_setattr(2): gives a mount more attributes, or another rule for times of access, and a propagation where one is
    /// named. EPERM: no CAP_SYS_ADMIN, or who made the mount for this user namespace locked them.
    /// </summary>
    public static unsafe Errno SetMountAttributes(FileFd mount, MountAttributes attributes, MountFlags propagation = MountFlags.None)
    {
        const ulong AccessTimes = 0x70; // MOUNT_ATTR__ATIME: a choice of one, cleared before another is set.
        const int SizeOfMountAttr = 4 * sizeof(ulong); // MOUNT_ATTR_SIZE_VER0
        byte nothing = 0;
        ulong* wanted = stackalloc ulong[4]; // struct mount_attr: attr_set, attr_clr, propagation, userns_fd
        wanted[0] = (ulong)attributes;
        wanted[1] = ((ulong)attributes & AccessTimes) != 0 ? AccessTimes : 0;
        wanted[2] = (ulong)propagation;
        wanted[3] = 0;
        return Result.Of(NativeMountSetAttributes(NumberMountSetAttributes, mount.Number, &nothing, EmptyPath, wanted, SizeOfMountAttr));
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static unsafe partial nint NativeMountSetAttributes(nint number, nint directory, byte* path, nuint flags, ulong* attributes, nuint size);
}
