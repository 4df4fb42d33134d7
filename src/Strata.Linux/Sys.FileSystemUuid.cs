using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>Bytes of a uuid.</summary>
    public const int UuidLength = 16;

    private const nuint GetFsUuid = 0x80111500; // FS_IOC_GETFSUUID
    private const nuint GetExt4Uuid = 0x8008662c; // EXT4_IOC_GETFSUUID
    private const nuint GetXfsGeometry = 0x80705864; // XFS_IOC_FSGEOMETRY_V1
    private const nuint GetBtrfsInfo = 0x8400941f; // BTRFS_IOC_FS_INFO

    /// <summary>ioctl FS_IOC_GETFSUUID, Linux 6.9: the uuid by which the kernel knows a file system. ENOTTY: it does not say.</summary>
    public static Errno GetFileSystemUuid(FileFd file, Span<byte> uuid) =>
        UuidBy(file, GetFsUuid, stackalloc byte[1 + UuidLength], 1, uuid); // struct fsuuid2: u8 length, u8 uuid[16].

    /// <summary>ioctl EXT4_IOC_GETFSUUID: the uuid of an ext4.</summary>
    public static Errno GetExt4FileSystemUuid(FileFd file, Span<byte> uuid)
    {
        Span<byte> answer = stackalloc byte[8 + UuidLength]; // struct fsuuid: u32 length, u32 flags, the uuid.
        answer.Clear();
        answer[0] = UuidLength;
        return UuidBy(file, GetExt4Uuid, answer, 8, uuid);
    }

    /// <summary>ioctl XFS_IOC_FSGEOMETRY_V1, ioctl_xfs_fsgeometry(2): the uuid of an xfs.</summary>
    public static Errno GetXfsFileSystemUuid(FileFd file, Span<byte> uuid) =>
        UuidBy(file, GetXfsGeometry, stackalloc byte[112], 64, uuid); // struct xfs_fsop_geom_v1.

    /// <summary>ioctl BTRFS_IOC_FS_INFO: the uuid of a btrfs.</summary>
    public static Errno GetBtrfsFileSystemUuid(FileFd file, Span<byte> uuid) =>
        UuidBy(file, GetBtrfsInfo, stackalloc byte[1024], 16, uuid); // struct btrfs_ioctl_fs_info_args.

    private static unsafe Errno UuidBy(FileFd file, nuint request, scoped Span<byte> answer, int offset, Span<byte> uuid)
    {
        fixed (byte* into = answer)
        {
            Errno error = Result.Of(NativeUuidIoctl(file.Number, request, into));
            if (error == Errno.Ok)
            {
                answer.Slice(offset, UuidLength).CopyTo(uuid);
            }

            return error;
        }
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int NativeUuidIoctl(int file, nuint request, void* argument);
}
