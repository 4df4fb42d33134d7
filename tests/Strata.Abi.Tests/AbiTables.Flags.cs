using Strata.Linux;

namespace Strata.Abi.Tests;

internal static partial class AbiTables
{
    private static AbiGroup Flags => new(
        "open, rename and mode flags",
        ["fcntl.h", "stdio.h", "sys/stat.h"],
        [],
        [
            .. AbiConstant.OfEnum<OpenFlags>(
                "O_",
                (OpenFlags.ReadOnly, "O_RDONLY"),
                (OpenFlags.WriteOnly, "O_WRONLY"),
                (OpenFlags.ReadWrite, "O_RDWR"),
                (OpenFlags.AccessMask, "O_ACCMODE"),
                (OpenFlags.Create, "O_CREAT"),
                (OpenFlags.Exclusive, "O_EXCL"),
                (OpenFlags.NoControllingTerminal, "O_NOCTTY"),
                (OpenFlags.Truncate, "O_TRUNC"),
                (OpenFlags.NonBlocking, "O_NONBLOCK"),
                (OpenFlags.NoAccessTime, "O_NOATIME"),
                (OpenFlags.CloseOnExec, "O_CLOEXEC"),
                (OpenFlags.TemporaryFile, "O_TMPFILE")),
            .. AbiConstant.OfEnum<RenameFlags>("RENAME_", (RenameFlags.None, "")),
            AbiConstant.Of(typeof(FileMode), nameof(FileMode.TypeMask), "S_IFMT"),
            AbiConstant.Of(typeof(FileMode), nameof(FileMode.Fifo), "S_IFIFO"),
            AbiConstant.Of(typeof(FileMode), nameof(FileMode.CharDevice), "S_IFCHR"),
            AbiConstant.Of(typeof(FileMode), nameof(FileMode.Directory), "S_IFDIR"),
            AbiConstant.Of(typeof(FileMode), nameof(FileMode.BlockDevice), "S_IFBLK"),
            AbiConstant.Of(typeof(FileMode), nameof(FileMode.Regular), "S_IFREG"),
            AbiConstant.Of(typeof(FileMode), nameof(FileMode.Symlink), "S_IFLNK"),
            AbiConstant.Of(typeof(FileMode), nameof(FileMode.Socket), "S_IFSOCK"),
            AbiConstant.Of(typeof(FileMode), nameof(FileMode.SetUid), "S_ISUID"),
            AbiConstant.Of(typeof(FileMode), nameof(FileMode.SetGid), "S_ISGID"),
            AbiConstant.Of(typeof(FileMode), nameof(FileMode.Sticky), "S_ISVTX"),
            AbiConstant.Of(typeof(FileMode), nameof(FileMode.PermissionMask), "S_ISUID | S_ISGID | S_ISVTX | 0777"),
            AbiConstant.Of(typeof(Sys), "NoFollow", "AT_SYMLINK_NOFOLLOW"),
            AbiConstant.Of(typeof(Sys), "EmptyPath", "AT_EMPTY_PATH"),
        ]);

    private static AbiGroup MountFlags => new(
        "mount flags",
        ["linux/mount.h"],
        [],
        [
            .. AbiConstant.OfEnum<MountFlags>(
                "MS_",
                (Linux.MountFlags.None, ""),
                (Linux.MountFlags.ReadOnly, "MS_RDONLY"),
                (Linux.MountFlags.NoSetUid, "MS_NOSUID"),
                (Linux.MountFlags.NoDevices, "MS_NODEV"),
                (Linux.MountFlags.NoExecute, "MS_NOEXEC"),
                (Linux.MountFlags.SynchronousDirectories, "MS_DIRSYNC"),
                (Linux.MountFlags.NoAccessTime, "MS_NOATIME"),
                (Linux.MountFlags.NoDirectoryAccessTime, "MS_NODIRATIME"),
                (Linux.MountFlags.Recursive, "MS_REC"),
                (Linux.MountFlags.RelativeAccessTime, "MS_RELATIME"),
                (Linux.MountFlags.StrictAccessTime, "MS_STRICTATIME")),
        ]);

    private static AbiGroup Errno => new("errno", ["errno.h"], [], [.. AbiConstant.OfEnum<Errno>("", (Linux.Errno.Ok, ""))]);
}
