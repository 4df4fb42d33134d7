/* What the C headers of Debian 12 lack, written out from the kernel's own: include/uapi/linux/fuse.h at protocol 7.45,
 * and fs/erofs/erofs_fs.h, which is no user space header; and two structs of zstd.h, whose package is not needed to build. */
#include <stddef.h>
#include <linux/types.h>

#ifndef FUSE_PASSTHROUGH
#define FUSE_PASSTHROUGH (1ULL << 37)
#define FUSE_NO_EXPORT_SUPPORT (1ULL << 38)
#define FUSE_ALLOW_IDMAP (1ULL << 40)
#define FOPEN_PASSTHROUGH (1 << 7)
#define FUSE_STATX 52
#define FUSE_COPY_FILE_RANGE_64 53
#define FUSE_DEV_IOC_BACKING_OPEN _IOW(FUSE_DEV_IOC_MAGIC, 1, struct fuse_backing_map)
#define FUSE_DEV_IOC_BACKING_CLOSE _IOW(FUSE_DEV_IOC_MAGIC, 2, uint32_t)

struct fuse_backing_map {
	int32_t fd;
	uint32_t flags;
	uint64_t padding;
};

struct newer_fuse_open_out {
	uint64_t fh;
	uint32_t open_flags;
	int32_t backing_id;
};

struct newer_fuse_init_out {
	uint32_t major;
	uint32_t minor;
	uint32_t max_readahead;
	uint32_t flags;
	uint16_t max_background;
	uint16_t congestion_threshold;
	uint32_t max_write;
	uint32_t time_gran;
	uint16_t max_pages;
	uint16_t map_alignment;
	uint32_t flags2;
	uint32_t max_stack_depth;
	uint16_t request_timeout;
	uint16_t unused[11];
};

struct fuse_sx_time {
	int64_t tv_sec;
	uint32_t tv_nsec;
	int32_t __reserved;
};

struct fuse_statx {
	uint32_t mask;
	uint32_t blksize;
	uint64_t attributes;
	uint32_t nlink;
	uint32_t uid;
	uint32_t gid;
	uint16_t mode;
	uint16_t __spare0[1];
	uint64_t ino;
	uint64_t size;
	uint64_t blocks;
	uint64_t attributes_mask;
	struct fuse_sx_time atime;
	struct fuse_sx_time btime;
	struct fuse_sx_time ctime;
	struct fuse_sx_time mtime;
	uint32_t rdev_major;
	uint32_t rdev_minor;
	uint32_t dev_major;
	uint32_t dev_minor;
	uint64_t __spare2[14];
};

struct fuse_statx_in {
	uint32_t getattr_flags;
	uint32_t reserved;
	uint64_t fh;
	uint32_t sx_flags;
	uint32_t sx_mask;
};

struct fuse_statx_out {
	uint64_t attr_valid;
	uint32_t attr_valid_nsec;
	uint32_t flags;
	uint64_t spare[2];
	struct fuse_statx stat;
};

struct fuse_copy_file_range_out {
	uint64_t bytes_copied;
};
#else
#define newer_fuse_open_out fuse_open_out
#define newer_fuse_init_out fuse_init_out
#endif

struct erofs_super_block {
	__le32 magic;
	__le32 checksum;
	__le32 feature_compat;
	__u8 blkszbits;
	__u8 sb_extslots;
	__le16 root_nid;
	__le64 inos;
	__le64 build_time;
	__le32 build_time_nsec;
	__le32 blocks;
	__le32 meta_blkaddr;
	__le32 xattr_blkaddr;
	__u8 uuid[16];
	__u8 volume_name[16];
	__le32 feature_incompat;
	__le16 available_compr_algs;
	__le16 extra_devices;
	__le16 devt_slotoff;
	__u8 dirblkbits;
	__u8 xattr_prefix_count;
	__le32 xattr_prefix_start;
	__le64 packed_nid;
	__u8 xattr_filter_reserved;
	__u8 reserved2[23];
};

struct erofs_inode_compact {
	__le16 i_format;
	__le16 i_xattr_icount;
	__le16 i_mode;
	__le16 i_nlink;
	__le32 i_size;
	__le32 i_reserved;
	__le32 i_u;
	__le32 i_ino;
	__le16 i_uid;
	__le16 i_gid;
	__le32 i_reserved2;
};

struct erofs_inode_extended {
	__le16 i_format;
	__le16 i_xattr_icount;
	__le16 i_mode;
	__le16 i_reserved;
	__le64 i_size;
	__le32 i_u;
	__le32 i_ino;
	__le32 i_uid;
	__le32 i_gid;
	__le64 i_mtime;
	__le32 i_mtime_nsec;
	__le32 i_nlink;
	__u8 i_reserved2[16];
};

struct erofs_xattr_ibody_header {
	__le32 h_name_filter;
	__u8 h_shared_count;
	__u8 h_reserved2[7];
};

struct erofs_xattr_entry {
	__u8 e_name_len;
	__u8 e_name_index;
	__le16 e_value_size;
};

struct erofs_dirent {
	__le64 nid;
	__le16 nameoff;
	__u8 file_type;
	__u8 reserved;
} __attribute__((packed));

#if __has_include(<zstd.h>)
#include <zstd.h>
#else
struct ZSTD_inBuffer_s {
	const void *src;
	size_t size;
	size_t pos;
};

struct ZSTD_outBuffer_s {
	void *dst;
	size_t size;
	size_t pos;
};
#endif

#include <stdint.h>

/* seccomp.h of libseccomp 2.5 (libseccomp-dev). */
#if __has_include(<seccomp.h>)
#include <seccomp.h>
#else
enum scmp_compare { _SCMP_CMP_MIN = 0, SCMP_CMP_MASKED_EQ = 7 };

struct scmp_arg_cmp {
	unsigned int arg;
	enum scmp_compare op;
	uint64_t datum_a;
	uint64_t datum_b;
};
#endif

/* include/uapi/linux/fs.h since 6.9; fs/ext4/ext4.h; fs/xfs/libxfs/xfs_fs.h. */
#ifndef FS_IOC_GETFSUUID
struct fsuuid2 {
	__u8 len;
	__u8 uuid[16];
};
#define FS_IOC_GETFSUUID _IOR(0x15, 0, struct fsuuid2)
#endif

struct ext4_fsuuid {
	__u32 fsu_len;
	__u32 fsu_flags;
	__u8 fsu_uuid[];
};
#define EXT4_IOC_GETFSUUID _IOR('f', 44, struct ext4_fsuuid)

struct xfs_fsop_geom_v1 {
	__u32 blocksize, rtextsize, agblocks, agcount, logblocks, sectsize, inodesize, imaxpct;
	__u64 datablocks, rtblocks, rtextents, logstart;
	unsigned char uuid[16];
	__u32 sunit, swidth;
	__s32 version;
	__u32 flags, logsectsize, rtsectsize, dirblocksize;
};
#define XFS_IOC_FSGEOMETRY_V1 _IOR('X', 100, struct xfs_fsop_geom_v1)
