using Strata.Blobs;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>
/// One entry of a layer, in the layer's own order, with every path checked: relative to the root, without a leading or
/// trailing slash, without empty, "." and ".." components; empty for the root directory itself.
/// </summary>
public sealed record LayerEntry
{
    /// <summary>The largest content kept in place instead of as an object, in bytes.</summary>
    public const int MaxInlineContent = 4096;

    /// <summary>The path, bytes.</summary>
    public required ReadOnlyMemory<byte> Path { get; init; }

    /// <summary>What it is.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>Permission, set-id and sticky bits: 0…07777.</summary>
    public uint Permissions { get; init; }

    /// <summary>Owner.</summary>
    public uint Uid { get; init; }

    /// <summary>Group.</summary>
    public uint Gid { get; init; }

    /// <summary>Last change of content.</summary>
    public Timestamp Modified { get; init; }

    /// <summary>The device of a device node.</summary>
    public DeviceNumber Device { get; init; }

    /// <summary>The target of a symlink (any bytes), or of a hard link (a checked path like <see cref="Path"/>).</summary>
    public ReadOnlyMemory<byte> LinkTarget { get; init; }

    /// <summary>Bytes of a file's content.</summary>
    public long Size { get; init; }

    /// <summary>The content of a file of at most <see cref="MaxInlineContent"/> bytes.</summary>
    public ReadOnlyMemory<byte> InlineContent { get; init; }

    /// <summary>The digest of a larger file's content, which lies in the store as an object.</summary>
    public Digest ContentDigest { get; init; }

    /// <summary>Extended attributes.</summary>
    public IReadOnlyList<Xattr> Xattrs { get; init; } = [];
}
