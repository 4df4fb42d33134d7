using Strata.Linux;

namespace Strata.Fuse.Tests;

/// <summary>An inode of <see cref="MemoryFileSystem"/>.</summary>
internal sealed class MemoryNode(ulong ino, uint mode)
{
    public NodeId Id;
    public FileStat Stat = new() { Ino = ino, Mode = mode, Links = 1, BlockSize = 4096 };

    public SortedDictionary<string, MemoryNode>? Children { get; } = (mode & 0xF000) == 0x4000 ? new(StringComparer.Ordinal) : null;

    public Dictionary<string, byte[]> Xattrs { get; } = [];

    public byte[] Content { get; set; } = [];

    /// <summary>A real file for passthrough, read-only until it is copied up.</summary>
    public FileFd File { get; set; }

    public bool IsLower { get; set; }

    public BackingId Backing { get; set; }

    public int Opens { get; set; }

    public bool IsDirectory => Children is not null;
}
