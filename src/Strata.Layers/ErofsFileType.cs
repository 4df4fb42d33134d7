using FileMode = Strata.Linux.FileMode;

namespace Strata.Layers;

/// <summary>FT_* of the kernel's fs_types.h, as dirents have them, and their relatives.</summary>
internal static class ErofsFileType
{
    // Index: FT_UNKNOWN, REG_FILE, DIR, CHRDEV, BLKDEV, FIFO, SOCK, SYMLINK. Value: d_type of readdir(3).
    private static ReadOnlySpan<byte> DirentTypes => [0, 8, 4, 2, 6, 1, 12, 10];

    /// <summary>d_type of readdir(3), 0 for an unknown type.</summary>
    public static byte ToDirentType(byte fileType) => fileType < DirentTypes.Length ? DirentTypes[fileType] : (byte)0;

    /// <summary>FT_* of an inode's mode.</summary>
    public static byte FromMode(uint mode) => (byte)DirentTypes.IndexOf(FileMode.ToDirentType(mode));
}
