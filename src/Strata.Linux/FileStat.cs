namespace Strata.Linux;

/// <summary>
/// The attributes of an inode, statx(2). The only shape of attributes inside Strata; converters from and to other
/// shapes (EROFS inodes, fuse_attr) live beside the foreign shape.
/// </summary>
public struct FileStat
{
    /// <summary>Type and permissions, see <see cref="FileMode"/>.</summary>
    public uint Mode;

    /// <summary>Number of hard links.</summary>
    public uint Links;

    /// <summary>Owner.</summary>
    public uint Uid;

    /// <summary>Group.</summary>
    public uint Gid;

    /// <summary>Inode number.</summary>
    public ulong Ino;

    /// <summary>Bytes of content.</summary>
    public ulong Size;

    /// <summary>Allocated space in units of 512 bytes.</summary>
    public ulong Blocks;

    /// <summary>Preferred size of reads and writes in bytes.</summary>
    public uint BlockSize;

    /// <summary>The device that a device node stands for.</summary>
    public DeviceNumber Rdev;

    /// <summary>The device that the inode lies on.</summary>
    public DeviceNumber Dev;

    /// <summary>Last access.</summary>
    public Timestamp Accessed;

    /// <summary>Last change of content.</summary>
    public Timestamp Modified;

    /// <summary>Last change of content or attributes.</summary>
    public Timestamp Changed;

    /// <summary>Creation, where the file system knows it; otherwise zero.</summary>
    public Timestamp Created;

    /// <summary>Whether this is a directory.</summary>
    public readonly bool IsDirectory => (Mode & FileMode.TypeMask) == FileMode.Directory;

    /// <summary>Whether this is a regular file.</summary>
    public readonly bool IsRegular => (Mode & FileMode.TypeMask) == FileMode.Regular;

    /// <summary>Whether this is a symbolic link.</summary>
    public readonly bool IsSymlink => (Mode & FileMode.TypeMask) == FileMode.Symlink;

    /// <summary>Whether this is overlayfs's whiteout, a character device 0:0.</summary>
    public readonly bool IsWhiteout => (Mode & FileMode.TypeMask) == FileMode.CharDevice && Rdev == default;
}
