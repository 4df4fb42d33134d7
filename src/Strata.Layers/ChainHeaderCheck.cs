using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>What must hold of the first block of a chain image; for the reader, and for the writer's look at its own work.</summary>
internal static class ChainHeaderCheck
{
    /// <summary>Checks header and superblock.</summary>
    /// <param name="first">Block 0.</param>
    /// <param name="fileLength">Bytes of the file.</param>
    /// <exception cref="ChainImageFormatException">Something does not hold.</exception>
    public static void OrThrow(ReadOnlySpan<byte> first, long fileLength)
    {
        ChainHeader header = MemoryMarshal.Read<ChainHeader>(first);
        Require(header.Magic == ChainHeader.ExpectedMagic, "it does not begin as a chain image");
        Require(header.Version == ChainHeader.ExpectedVersion, $"its version is {header.Version}, not {ChainHeader.ExpectedVersion}");
        Require(header.Checksum == header.ComputeChecksum(), "the header has a wrong checksum");
        Require((header.Flags & ~ChainHeader.HasXattrs) == 0 && header.Reserved == 0, "the header has unknown flags");
        Require(header.ImageSize == (ulong)fileLength, $"it should have {header.ImageSize} bytes and has {fileLength}");

        ErofsSuperblock superblock = MemoryMarshal.Read<ErofsSuperblock>(first[ErofsFormat.SuperblockOffset..]);
        Require(superblock.Magic == ErofsFormat.Magic, "there is no EROFS superblock");
        Require(superblock.Checksum == Checksum(first), "the superblock has a wrong checksum");
        Require(superblock.BlockBits == ErofsFormat.BlockBits && superblock.DirectoryBlockBits == 0, "blocks are not of 4096 bytes");
        Require(superblock.CompatibleFeatures == ErofsFormat.CompatibleFeatures, "unknown compatible features");
        Require(superblock.IncompatibleFeatures == ErofsFormat.IncompatibleFeatures, "unknown incompatible features");
        Require(superblock.ExtensionSlots == 0 && superblock.ExtraDevices == 0 && superblock.XattrPrefixes == 0, "unknown extensions");
        Require(superblock.MetadataBlock == 0, "metadata does not begin at block 0");
        Require((long)superblock.Blocks << ErofsFormat.BlockBits == fileLength, "the count of blocks is wrong");
        Require(superblock.SharedXattrBlock < superblock.Blocks, "shared xattrs lie outside");
        Require(superblock.Inodes == header.Inodes && superblock.BuildTimeNanoseconds < 1_000_000_000, "the superblock disagrees with the header");
    }

    /// <summary>The superblock's checksum: raw CRC-32C of block 0 from the superblock on, its own field taken as zero.</summary>
    public static uint Checksum(ReadOnlySpan<byte> first)
    {
        const int FieldOffset = 4;
        const int FieldEnd = FieldOffset + sizeof(uint);
        ReadOnlySpan<byte> covered = first[ErofsFormat.SuperblockOffset..];
        uint crc = Crc32C.Append(~0u, covered[..FieldOffset]);
        crc = Crc32C.Append(crc, [0, 0, 0, 0]);
        return Crc32C.Append(crc, covered[FieldEnd..]);
    }

    /// <summary>Hashes a superblock as the header's digest has it: without checksum and uuid, which depend on the digest.</summary>
    public static void AppendSuperblock(IncrementalHash hash, ErofsSuperblock superblock)
    {
        superblock.Checksum = 0;
        superblock.UuidFirst = 0;
        superblock.UuidLast = 0;
        hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<ErofsSuperblock>(in superblock)));
    }

    private static void Require(bool holds, string complaint)
    {
        if (!holds)
        {
            throw new ChainImageFormatException("not a sound chain image: " + complaint);
        }
    }
}
