using System.Runtime.InteropServices;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>
/// Strata's own header in the first bytes of a chain image, which EROFS leaves to boot sectors and the like (composefs
/// has its header there too): the version of what we use of EROFS, and sums that the superblock has no field for.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ChainHeader
{
    /// <summary>"StrataCI" in the file.</summary>
    public const ulong ExpectedMagic = 0x4943617461727453;

    /// <summary>Readers refuse any other.</summary>
    public const uint ExpectedVersion = 1;

    /// <summary>Some inode shows an xattr to users.</summary>
    public const uint HasXattrs = 1;

    public ulong Magic;
    public uint Version;

    /// <summary>CRC-32C of this header with this field zero.</summary>
    public uint Checksum;

    public uint Flags;
    public uint Reserved;

    /// <summary>Bytes of the file.</summary>
    public ulong ImageSize;

    /// <summary>Inodes.</summary>
    public ulong Inodes;

    /// <summary>Sum of the sizes of all regular files.</summary>
    public ulong ContentBytes;

    /// <summary>SHA-256 from the superblock to the end of the file, with the superblock's checksum and uuid zero.</summary>
    public Blobs.Digest Digest;

    /// <summary>The checksum that this header should carry.</summary>
    public readonly uint ComputeChecksum()
    {
        ChainHeader copy = this;
        copy.Checksum = 0;
        return Crc32C.Of(MemoryMarshal.AsBytes(new ReadOnlySpan<ChainHeader>(in copy)));
    }
}
