using Strata.Linux;

namespace Strata.Abi.Tests;

internal static partial class AbiTables
{
    private static AbiGroup Handles => new(
        "file handles and uuids of file systems",
        ["fcntl.h", "sys/ioctl.h", "linux/btrfs.h", "\"newer.h\""],
        [],
        [
            AbiConstant.Of(typeof(Sys), nameof(Sys.MaxHandleLength), "MAX_HANDLE_SZ"),
            AbiConstant.Of(typeof(Sys), "HandleHeader", "offsetof(struct file_handle, f_handle)"),
            AbiConstant.Of(typeof(Sys), "GetFsUuid", "FS_IOC_GETFSUUID"),
            AbiConstant.Of(typeof(Sys), "GetExt4Uuid", "EXT4_IOC_GETFSUUID"),
            AbiConstant.Of(typeof(Sys), "GetXfsGeometry", "XFS_IOC_FSGEOMETRY_V1"),
            AbiConstant.Of(typeof(Sys), "GetBtrfsInfo", "BTRFS_IOC_FS_INFO"),
            new(8, "offsetof(struct ext4_fsuuid, fsu_uuid)"),
            new(64, "offsetof(struct xfs_fsop_geom_v1, uuid)"),
            new(112, "sizeof(struct xfs_fsop_geom_v1)"),
            new(16, "offsetof(struct btrfs_ioctl_fs_info_args, fsid)"),
            new(1024, "sizeof(struct btrfs_ioctl_fs_info_args)"),
        ]);
}
