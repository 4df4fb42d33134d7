using Strata.Fuse;

namespace Strata.Abi.Tests;

internal static partial class AbiTables
{
    private static AbiGroup Fuse => new("fuse", ["linux/fuse.h", "\"newer.h\""], FuseStructs, [.. FuseConstants]);

    private static AbiStruct[] FuseStructs =>
    [
        new(typeof(FuseAccessIn), "struct fuse_access_in"),
        new(typeof(FuseAttr), "struct fuse_attr"),
        new(typeof(FuseAttrOut), "struct fuse_attr_out"),
        new(typeof(FuseBatchForgetIn), "struct fuse_batch_forget_in"),
        new(typeof(FuseCopyFileRangeIn), "struct fuse_copy_file_range_in"),
        new(typeof(FuseCopyFileRangeOut), "struct fuse_copy_file_range_out"),
        new(typeof(FuseCreateIn), "struct fuse_create_in"),
        new(typeof(FuseDirent), "struct fuse_dirent"),
        new(typeof(FuseEntryOut), "struct fuse_entry_out"),
        new(typeof(FuseFallocateIn), "struct fuse_fallocate_in"),
        new(typeof(FuseFlushIn), "struct fuse_flush_in"),
        new(typeof(FuseForgetIn), "struct fuse_forget_in"),
        new(typeof(FuseForgetOne), "struct fuse_forget_one"),
        new(typeof(FuseFsyncIn), "struct fuse_fsync_in"),
        new(typeof(FuseGetattrIn), "struct fuse_getattr_in"),
        new(typeof(FuseGetxattrIn), "struct fuse_getxattr_in"),
        new(typeof(FuseGetxattrOut), "struct fuse_getxattr_out"),
        new(typeof(FuseInHeader), "struct fuse_in_header"),
        new(typeof(FuseInitIn), "struct fuse_init_in"),
        new(typeof(FuseInitOut), "struct newer_fuse_init_out"),
        new(typeof(FuseInterruptIn), "struct fuse_interrupt_in"),
        new(typeof(FuseLinkIn), "struct fuse_link_in"),
        new(typeof(FuseLseekIn), "struct fuse_lseek_in"),
        new(typeof(FuseLseekOut), "struct fuse_lseek_out"),
        new(typeof(FuseMkdirIn), "struct fuse_mkdir_in"),
        new(typeof(FuseMknodIn), "struct fuse_mknod_in"),
        new(typeof(FuseNotifyDeleteOut), "struct fuse_notify_delete_out"),
        new(typeof(FuseNotifyInvalEntryOut), "struct fuse_notify_inval_entry_out"),
        new(typeof(FuseNotifyInvalInodeOut), "struct fuse_notify_inval_inode_out"),
        new(typeof(FuseNotifyStoreOut), "struct fuse_notify_store_out"),
        new(typeof(FuseOpenIn), "struct fuse_open_in"),
        new(typeof(FuseOpenOut), "struct newer_fuse_open_out"),
        new(typeof(FuseOutHeader), "struct fuse_out_header"),
        new(typeof(FuseReadIn), "struct fuse_read_in"),
        new(typeof(FuseReleaseIn), "struct fuse_release_in"),
        new(typeof(FuseRename2In), "struct fuse_rename2_in"),
        new(typeof(FuseRenameIn), "struct fuse_rename_in"),
        new(typeof(FuseSetattrIn), "struct fuse_setattr_in", ("Unused4", "unused4"), ("Unused5", "unused5")),
        new(typeof(FuseSetxattrIn), "struct fuse_setxattr_in"),
        new(typeof(FuseStatfsOut), "struct fuse_statfs_out", [.. InStatFs]),
        new(typeof(FuseStatx), "struct fuse_statx"),
        new(typeof(FuseStatxIn), "struct fuse_statx_in"),
        new(typeof(FuseStatxOut), "struct fuse_statx_out"),
        new(typeof(FuseSxTime), "struct fuse_sx_time", ("Reserved", "__reserved")),
        new(typeof(FuseSyncfsIn), "struct fuse_syncfs_in"),
        new(typeof(FuseWriteIn), "struct fuse_write_in"),
        new(typeof(FuseWriteOut), "struct fuse_write_out"),
    ];

    private static IEnumerable<(string CSharp, string C)> InStatFs =>
        new[] { "Blocks", "Bfree", "Bavail", "Files", "Ffree", "Bsize", "Namelen", "Frsize", "Padding" }
            .Select(static name => (name, "st." + name.ToLowerInvariant()));

    private static IEnumerable<AbiConstant> FuseConstants =>
    [
        .. AbiConstant.OfEnum<FuseOpcode>(
            "FUSE_",
            (FuseOpcode.NotifyReply, "FUSE_NOTIFY_REPLY"),
            (FuseOpcode.BatchForget, "FUSE_BATCH_FORGET"),
            (FuseOpcode.CopyFileRange, "FUSE_COPY_FILE_RANGE"),
            (FuseOpcode.CopyFileRange64, "FUSE_COPY_FILE_RANGE_64")),
        .. AbiConstant.OfEnum<InitFlags>(
            "FUSE_",
            (InitFlags.None, ""),
            (InitFlags.AsyncRead, "FUSE_ASYNC_READ"),
            (InitFlags.AtomicTruncate, "FUSE_ATOMIC_O_TRUNC"),
            (InitFlags.ExportSupport, "FUSE_EXPORT_SUPPORT"),
            (InitFlags.BigWrites, "FUSE_BIG_WRITES"),
            (InitFlags.DontMask, "FUSE_DONT_MASK"),
            (InitFlags.DoReadDirPlus, "FUSE_DO_READDIRPLUS"),
            (InitFlags.ReadDirPlusAuto, "FUSE_READDIRPLUS_AUTO"),
            (InitFlags.AsyncDirectIo, "FUSE_ASYNC_DIO"),
            (InitFlags.WritebackCache, "FUSE_WRITEBACK_CACHE"),
            (InitFlags.NoOpenSupport, "FUSE_NO_OPEN_SUPPORT"),
            (InitFlags.ParallelDirectoryOperations, "FUSE_PARALLEL_DIROPS"),
            (InitFlags.PosixAcl, "FUSE_POSIX_ACL"),
            (InitFlags.MaxPages, "FUSE_MAX_PAGES"),
            (InitFlags.CacheSymlinks, "FUSE_CACHE_SYMLINKS"),
            (InitFlags.NoOpenDirSupport, "FUSE_NO_OPENDIR_SUPPORT"),
            (InitFlags.ExplicitInvalidation, "FUSE_EXPLICIT_INVAL_DATA"),
            (InitFlags.KillPrivilegeV2, "FUSE_HANDLE_KILLPRIV_V2"),
            (InitFlags.SetXattrExtended, "FUSE_SETXATTR_EXT"),
            (InitFlags.InitExtended, "FUSE_INIT_EXT"),
            (InitFlags.NoExportSupport, "FUSE_NO_EXPORT_SUPPORT"),
            (InitFlags.AllowIdMap, "FUSE_ALLOW_IDMAP")),
        .. AbiConstant.OfEnum<OpenReplyFlags>(
            "FOPEN_",
            (OpenReplyFlags.None, ""),
            (OpenReplyFlags.DirectIo, "FOPEN_DIRECT_IO"),
            (OpenReplyFlags.KeepCache, "FOPEN_KEEP_CACHE"),
            (OpenReplyFlags.CacheDirectory, "FOPEN_CACHE_DIR"),
            (OpenReplyFlags.ParallelDirectWrites, "FOPEN_PARALLEL_DIRECT_WRITES")),
        .. AbiConstant.OfEnum<AttributeFields>(
            "FATTR_",
            (AttributeFields.None, ""),
            (AttributeFields.Accessed, "FATTR_ATIME"),
            (AttributeFields.Modified, "FATTR_MTIME"),
            (AttributeFields.Handle, "FATTR_FH"),
            (AttributeFields.AccessedNow, "FATTR_ATIME_NOW"),
            (AttributeFields.ModifiedNow, "FATTR_MTIME_NOW"),
            (AttributeFields.Changed, "FATTR_CTIME"),
            (AttributeFields.KillSetId, "FATTR_KILL_SUIDGID")),
        .. AbiConstant.OfEnum<NotificationCode>(
            "FUSE_NOTIFY_",
            (NotificationCode.InvalInode, "FUSE_NOTIFY_INVAL_INODE"),
            (NotificationCode.InvalEntry, "FUSE_NOTIFY_INVAL_ENTRY")),
        AbiConstant.Of(typeof(AttributeOperations), "HasHandle", "FUSE_GETATTR_FH"),
        AbiConstant.Of(typeof(ContentOperations), "DataOnly", "FUSE_FSYNC_FDATASYNC"),
        AbiConstant.Of(typeof(ContentOperations), "KillSetId", "FUSE_WRITE_KILL_SUIDGID"),
        AbiConstant.Of(typeof(DirectoryOperations), "DataOnly", "FUSE_FSYNC_FDATASYNC"),
        AbiConstant.Of(typeof(OpenOperations), "KillSetId", "FUSE_OPEN_KILL_SUIDGID"),
        AbiConstant.Of(typeof(XattrOperations), "KillSetGid", "FUSE_SETXATTR_ACL_KILL_SGID"),
        new(System.Runtime.CompilerServices.Unsafe.SizeOf<FuseCompatSetxattrIn>(), "FUSE_COMPAT_SETXATTR_IN_SIZE"),
    ];
}
