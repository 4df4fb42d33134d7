using System.Buffers.Binary;

namespace Strata.Union;

/// <summary>
/// Reads the inode number out of a handle of name_to_handle_at(2), which for the usual file systems needs no system call:
/// include/linux/exportfs.h and each file system's encode_fh.
/// </summary>
internal static class FileHandleFormat
{
    private const int Ino32Generation = 0x01;
    private const int Ino64Generation = 0x81;
    private const int BtrfsWithoutParent = 0x4d;

    private const long Ext4 = 0xEF53;
    private const long F2fs = 0xF2F52010;
    private const long Xfs = 0x58465342;
    private const long Btrfs = 0x9123683E;
    private const long Tmpfs = 0x01021994;
    private const long Erofs = 0xE0F5E1E2;

    /// <summary>Whether the uuid of the kind of file system must be asked for in its own way.</summary>
    internal static bool IsExt4(long kind) => kind == Ext4;

    /// <inheritdoc cref="IsExt4"/>
    internal static bool IsXfs(long kind) => kind == Xfs;

    /// <inheritdoc cref="IsExt4"/>
    internal static bool IsBtrfs(long kind) => kind == Btrfs;

    /// <summary>The inode number in a handle; false for a kind of file system or of handle that is not known.</summary>
    /// <param name="kind">f_type of statfs(2).</param>
    /// <param name="type">The type of the handle.</param>
    /// <param name="handle">The handle.</param>
    /// <param name="ino">The number.</param>
    /// <param name="volume">What numbers belong together, where a file system has several sets: the subvolume of btrfs.</param>
    internal static bool TryRead(long kind, int type, ReadOnlySpan<byte> handle, out ulong ino, out ulong volume)
    {
        ino = 0;
        volume = 0;
        switch (kind, type, handle.Length)
        {
            case (Ext4 or F2fs or Xfs or Erofs, Ino32Generation, 8): // u32 ino, generation.
                ino = BinaryPrimitives.ReadUInt32LittleEndian(handle);
                return true;
            case (Xfs, Ino64Generation, 12): // u64 ino, u32 generation.
                ino = BinaryPrimitives.ReadUInt64LittleEndian(handle);
                return true;
            case (Erofs, Ino64Generation, 12): // u32 upper and lower half of the nid, generation.
                ino = ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(handle) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(handle[4..]);
                return true;
            case (Tmpfs, Ino32Generation, 12): // u32 generation, lower and upper half of ino.
                ino = BinaryPrimitives.ReadUInt64LittleEndian(handle[4..]);
                return true;
            case (Btrfs, BtrfsWithoutParent, 20): // u64 ino, subvolume, u32 generation.
                ino = BinaryPrimitives.ReadUInt64LittleEndian(handle);
                volume = BinaryPrimitives.ReadUInt64LittleEndian(handle[8..]);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Writes the handle that the kernel gives an inode of an EROFS image since Linux 6.13, and gives its length.</summary>
    internal static int WriteErofs(Span<byte> handle, ulong nid, out int type)
    {
        type = Ino64Generation;
        BinaryPrimitives.WriteUInt32LittleEndian(handle, (uint)(nid >> 32));
        BinaryPrimitives.WriteUInt32LittleEndian(handle[4..], (uint)nid);
        BinaryPrimitives.WriteUInt32LittleEndian(handle[8..], 0);
        return 12;
    }
}
