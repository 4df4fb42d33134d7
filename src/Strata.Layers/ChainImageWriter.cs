using System.Runtime.InteropServices;
using Strata.Blobs;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>Makes chain images (docs/formats/chain-image.md). The same layers give the same bytes on any machine.</summary>
public static class ChainImageWriter
{
    /// <summary>
    /// Merges layers and writes their chain image. The caller stages the file, syncs it and publishes it by a rename.
    /// </summary>
    /// <param name="layersBottomToTop">The layers of the chain, each once enumerated, in the order of its tar.</param>
    /// <param name="output">An empty file, open for reading and writing.</param>
    /// <exception cref="ChainMergeException">The layers contradict each other, or an entry cannot be held by an inode.</exception>
    /// <exception cref="ChainImageFormatException">What was written does not read back as it should.</exception>
    /// <exception cref="LinuxException">Reading or writing failed.</exception>
    public static void Write(IReadOnlyList<IEnumerable<LayerEntry>> layersBottomToTop, FileFd output)
    {
        ErofsPlan plan = new(ChainMerge.Merge(layersBottomToTop));
        using ErofsOutput image = new(output, plan.FileSize);
        ErofsWriter.Write(plan, image);
        Digest digest = image.Finish();
        Seal(image.First, plan, digest);
        Sys.PWriteAll(output, image.First, 0).OrThrow("pwrite of a chain image's first block");
        CheckFile(output);
    }

    // The header and what of the superblock depends on the digest.
    private static void Seal(Span<byte> first, ErofsPlan plan, in Digest digest)
    {
        ErofsSuperblock superblock = MemoryMarshal.Read<ErofsSuperblock>(first[ErofsFormat.SuperblockOffset..]);
        superblock.UuidFirst = MemoryMarshal.Read<ulong>(digest.Bytes);
        superblock.UuidLast = MemoryMarshal.Read<ulong>(digest.Bytes[sizeof(ulong)..]);
        MemoryMarshal.Write(first[ErofsFormat.SuperblockOffset..], in superblock);
        superblock.Checksum = ChainHeaderCheck.Checksum(first);
        MemoryMarshal.Write(first[ErofsFormat.SuperblockOffset..], in superblock);
        ChainHeader header = new()
        {
            Magic = ChainHeader.ExpectedMagic,
            Version = ChainHeader.ExpectedVersion,
            Flags = plan.Xattrs.Any ? ChainHeader.HasXattrs : 0,
            ImageSize = (ulong)plan.FileSize,
            Inodes = (ulong)plan.Order.Count,
            ContentBytes = plan.ContentBytes,
            Digest = digest,
        };
        header.Checksum = header.ComputeChecksum();
        MemoryMarshal.Write(first, in header);
    }

    private static void CheckFile(FileFd output)
    {
        Sys.FStat(output, out FileStat stat).OrThrow();
        byte[] first = new byte[ErofsFormat.BlockSize];
        Sys.PRead(output, first, 0, out int count).OrThrow();
        if (count != first.Length)
        {
            throw new ChainImageFormatException($"the first block could not be read back, only {count} bytes of it");
        }

        ChainHeaderCheck.OrThrow(first, (long)stat.Size);
    }
}
