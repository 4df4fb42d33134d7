using Strata.Layers;

namespace Strata.Abi.Tests;

internal static partial class AbiTables
{
    private static AbiGroup Erofs => new(
        "erofs",
        ["linux/fuse.h", "\"newer.h\""],
        [
            new(
                typeof(ErofsSuperblock),
                "struct erofs_super_block",
                ("CompatibleFeatures", "feature_compat"),
                ("BlockBits", "blkszbits"),
                ("ExtensionSlots", "sb_extslots"),
                ("Inodes", "inos"),
                ("BuildTimeNanoseconds", "build_time_nsec"),
                ("MetadataBlock", "meta_blkaddr"),
                ("SharedXattrBlock", "xattr_blkaddr"),
                ("UuidFirst", ""),
                ("UuidLast", ""),
                ("VolumeNameFirst", ""),
                ("VolumeNameLast", ""),
                ("IncompatibleFeatures", "feature_incompat"),
                ("CompressionAlgorithms", "available_compr_algs"),
                ("DeviceTableSlot", "devt_slotoff"),
                ("DirectoryBlockBits", "dirblkbits"),
                ("XattrPrefixes", "xattr_prefix_count")),
            new(typeof(ErofsInodeCompact), "struct erofs_inode_compact", [.. InodeFields, ("Reserved2", "i_reserved2")]),
            new(
                typeof(ErofsInodeExtended),
                "struct erofs_inode_extended",
                [.. InodeFields, ("Modified", "i_mtime"), ("ModifiedNanoseconds", "i_mtime_nsec")]),
            new(typeof(ErofsXattrHeader), "struct erofs_xattr_ibody_header", ("NameFilter", "h_name_filter"), ("SharedCount", "h_shared_count")),
            new(typeof(ErofsXattrEntry), "struct erofs_xattr_entry", ("NameLength", "e_name_len"), ("NameIndex", "e_name_index"), ("ValueSize", "e_value_size")),
            new(typeof(ErofsDirent), "struct erofs_dirent", ("NameOffset", "nameoff")),
        ],
        []);

    private static IEnumerable<(string CSharp, string C)> InodeFields =>
    [
        ("Format", "i_format"),
        ("XattrCount", "i_xattr_icount"),
        ("Mode", "i_mode"),
        ("Links", "i_nlink"),
        ("Size", "i_size"),
        ("Reserved", "i_reserved"),
        ("Union", "i_u"),
        ("Ino", "i_ino"),
        ("Uid", "i_uid"),
        ("Gid", "i_gid"),
    ];
}
