namespace Strata.Linux;

/// <summary>The file type and permission bits of st_mode, inode(7).</summary>
public static class FileMode
{
    /// <summary>S_IFMT.</summary>
    public const uint TypeMask = 0xF000;

    /// <summary>S_IFIFO.</summary>
    public const uint Fifo = 0x1000;

    /// <summary>S_IFCHR.</summary>
    public const uint CharDevice = 0x2000;

    /// <summary>S_IFDIR.</summary>
    public const uint Directory = 0x4000;

    /// <summary>S_IFBLK.</summary>
    public const uint BlockDevice = 0x6000;

    /// <summary>S_IFREG.</summary>
    public const uint Regular = 0x8000;

    /// <summary>S_IFLNK.</summary>
    public const uint Symlink = 0xA000;

    /// <summary>S_IFSOCK.</summary>
    public const uint Socket = 0xC000;

    /// <summary>S_ISUID.</summary>
    public const uint SetUid = 0x800;

    /// <summary>S_ISGID.</summary>
    public const uint SetGid = 0x400;

    /// <summary>S_ISVTX.</summary>
    public const uint Sticky = 0x200;

    /// <summary>Permission bits with set-id and sticky bits: 07777.</summary>
    public const uint PermissionMask = 0xFFF;

    /// <summary>The type of <paramref name="mode"/> as d_type of readdir(3).</summary>
    public static byte ToDirentType(uint mode) => (byte)((mode & TypeMask) >> 12);
}
