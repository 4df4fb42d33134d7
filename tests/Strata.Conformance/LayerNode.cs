using Strata.Layers;
using Strata.Linux;

namespace Strata.Conformance;

/// <summary>One name of a described layer: what both a folder on disk and a <see cref="LayerEntry"/> are made from.</summary>
internal sealed record LayerNode
{
    /// <summary>2020-01-01: whatever is older was set by a description or by an explicit utimensat, not by the clock.</summary>
    public const long NewTimes = 1_577_836_800;

    public required string Path { get; init; }

    public required EntryKind Kind { get; init; }

    public uint Permissions { get; init; }

    public uint Uid { get; init; }

    public uint Gid { get; init; }

    public Timestamp Modified { get; init; } = new(1_500_000_000, 123_456_789);

    public DeviceNumber Device { get; init; }

    /// <summary>The text of a symlink, or the path of the file that a hard link names.</summary>
    public string Target { get; init; } = "";

    public byte[] Content { get; init; } = [];

    public (string Name, byte[] Value)[] Xattrs { get; init; } = [];

    public override string ToString() => Kind switch
    {
        EntryKind.File => $"f {Path} {Octal} {Uid}:{Gid} {Content.Length} bytes",
        EntryKind.HardLink => $"h {Path} = {Target}",
        EntryKind.Symlink => $"l {Path} -> {Target}",
        EntryKind.Whiteout => $"w {Path}",
        EntryKind.Opaque => $"o {Path}",
        EntryKind.Directory => $"d {Path} {Octal} {Uid}:{Gid}",
        _ => $"{Kind} {Path} {Octal} {Uid}:{Gid} {Device.Major}:{Device.Minor}",
    };

    private string Octal => Convert.ToString(Permissions, 8);
}
