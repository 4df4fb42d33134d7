using Strata.Linux;

namespace Strata.Abi.Tests;

internal static partial class AbiTables
{
    private static AbiGroup FuseIoctl => new(
        "fuse ioctls",
        ["linux/fuse.h", "linux/ioctl.h", "linux/fs.h", "\"newer.h\""],
        [new(typeof(FuseBackingMap), "struct fuse_backing_map")],
        [
            AbiConstant.Of(typeof(Sys), "FuseDeviceBackingOpen", "FUSE_DEV_IOC_BACKING_OPEN"),
            AbiConstant.Of(typeof(Sys), "FuseDeviceBackingClose", "FUSE_DEV_IOC_BACKING_CLOSE"),
            new(0x40049409, "FICLONE"),
        ]);

    private static AbiGroup OpenAt2 => new(
        "openat2",
        ["linux/openat2.h"],
        [new(typeof(OpenHow), "struct open_how")],
        [
            .. AbiConstant.OfEnum<ResolveFlags>(
                "RESOLVE_",
                (ResolveFlags.None, ""),
                (ResolveFlags.NoCrossMount, "RESOLVE_NO_XDEV"),
                (ResolveFlags.NoMagicLinks, "RESOLVE_NO_MAGICLINKS"),
                (ResolveFlags.NoSymlinks, "RESOLVE_NO_SYMLINKS"),
                (ResolveFlags.InRoot, "RESOLVE_IN_ROOT")),
        ]);

    private static AbiGroup StatX => new(
        "statx",
        ["linux/stat.h"],
        [
            new(
                typeof(StatX),
                "struct statx",
                ("Mask", "stx_mask"),
                ("BlockSize", "stx_blksize"),
                ("Attributes", "stx_attributes"),
                ("Links", "stx_nlink"),
                ("Uid", "stx_uid"),
                ("Gid", "stx_gid"),
                ("Mode", "stx_mode"),
                ("Ino", "stx_ino"),
                ("Size", "stx_size"),
                ("Blocks", "stx_blocks"),
                ("AttributesMask", "stx_attributes_mask"),
                ("Accessed", "stx_atime"),
                ("Created", "stx_btime"),
                ("Changed", "stx_ctime"),
                ("Modified", "stx_mtime"),
                ("RdevMajor", "stx_rdev_major"),
                ("RdevMinor", "stx_rdev_minor"),
                ("DevMajor", "stx_dev_major"),
                ("DevMinor", "stx_dev_minor"),
                ("MountId", "stx_mnt_id"),
                ("DirectIoMemoryAlign", "stx_dio_mem_align"),
                ("DirectIoOffsetAlign", "stx_dio_offset_align")),
            new(typeof(StatXTimestamp), "struct statx_timestamp", ("Seconds", "tv_sec"), ("Nanoseconds", "tv_nsec"), ("Reserved", "__reserved")),
        ],
        [AbiConstant.Of(typeof(StatX), "BasicAndBirth", "STATX_BASIC_STATS | STATX_BTIME")]);

    private static AbiGroup StatFs => new(
        "statfs",
        ["sys/statfs.h"],
        [
            new(
                typeof(FileSystemStat),
                "struct statfs",
                ("Type", "f_type"),
                ("BlockSize", "f_bsize"),
                ("Blocks", "f_blocks"),
                ("BlocksFree", "f_bfree"),
                ("BlocksAvailable", "f_bavail"),
                ("Files", "f_files"),
                ("FilesFree", "f_ffree"),
                ("FileSystemId", "f_fsid"),
                ("NameLength", "f_namelen"),
                ("FragmentSize", "f_frsize"),
                ("Flags", "f_flags"),
                ("spare0", ""),
                ("spare1", ""),
                ("spare2", ""),
                ("spare3", "")),
        ],
        []);

    private static AbiGroup IoVector => new(
        "uio",
        ["sys/uio.h"],
        [new(typeof(IoVector), "struct iovec", ("Start", "iov_base"), ("Length", "iov_len"))],
        []);

    private static AbiGroup FileLock => new(
        "fcntl locks",
        ["fcntl.h"],
        [
            new(
                typeof(FileLock),
                "struct flock",
                ("Kind", "l_type"),
                ("Whence", "l_whence"),
                ("Start", "l_start"),
                ("Length", "l_len"),
                ("ProcessId", "l_pid"),
                ("padding", "")),
        ],
        []);

    private static AbiGroup Poll => new(
        "poll",
        ["poll.h"],
        [new(typeof(PollEntry), "struct pollfd", ("number", "fd"), ("returned", "revents"))],
        [
            AbiConstant.Of(typeof(PollEntry), "Input", "POLLIN"),
            AbiConstant.Of(typeof(PollEntry), "Output", "POLLOUT"),
            AbiConstant.Of(typeof(PollEntry), "Error", "POLLERR"),
            AbiConstant.Of(typeof(PollEntry), "HangUp", "POLLHUP"),
        ]);

    // The kernel's own struct termios, of TCGETS, is shorter than that of termios.h: c_line and 19 control characters end it.
    private static AbiGroup Terminal => new(
        "terminal",
        ["asm/termbits.h"],
        [
            new(
                typeof(TerminalSettings),
                "struct termios",
                ("input", "c_iflag"),
                ("output", "c_oflag"),
                ("control", "c_cflag"),
                ("local", "c_lflag"),
                ("characters", "")),
        ],
        [new(1, "VMIN - VTIME")]);

    // One shape for both; zstd.h is not needed to build, so its structs are written out in newer.h.
    private static AbiGroup Seccomp => new(
        "seccomp",
        ["linux/fuse.h", "\"newer.h\""],
        [
            new(typeof(SeccompComparison), "struct scmp_arg_cmp", ("Argument", "arg"), ("Operator", "op"), ("First", "datum_a"), ("Second", "datum_b")),
        ],
        []);

    private static AbiGroup Zstd => new(
        "zstd",
        ["linux/fuse.h", "\"newer.h\""],
        [
            new(typeof(ZstdBuffer), "struct ZSTD_inBuffer_s", ("Start", "src"), ("Position", "pos")),
            new(typeof(ZstdBuffer), "struct ZSTD_outBuffer_s", ("Start", "dst"), ("Position", "pos")),
        ],
        []);
}
