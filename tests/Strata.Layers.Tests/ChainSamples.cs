using Strata.Linux;
using static Strata.Layers.Tests.ChainEntries;

namespace Strata.Layers.Tests;

/// <summary>Layers that have something of everything.</summary>
internal static class ChainSamples
{
    // struct vfs_cap_data, version 2, effective: cap_net_raw. The kernel refuses to read out anything malformed.
    private const string NetRaw = "\u0001\0\0\u0002\0\u0020\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

    /// <summary>Contents above 4 KiB in <see cref="Everything"/>.</summary>
    public static readonly byte[][] Objects = [new byte[4097], [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))]];

    public static LayerEntry[][] Everything() =>
    [
        [
            Directory("", 0x1ED),
            .. Enumerable.Range(0, 69).Select(i => Content($"sizes/{i}", [.. Enumerable.Range(0, i * 60).Select(b => (byte)(b + i))])),
            Content("sizes/full", [.. Enumerable.Range(0, 4096).Select(b => (byte)b)]),
            Content("sizes/almost", [.. Enumerable.Range(0, 4065).Select(b => (byte)(b + 1))]),
            Content("objects/one", Objects[0]).With(("user.note", "large"), ("security.capability", NetRaw)),
            Content("objects/two", Objects[1]),
            Content("objects/again", Objects[1]),
            Link("objects/link", "objects/two"),
            .. Enumerable.Range(0, 3000).Select(i => File($"many/a rather long name of file number {i:d5}")),
            File("bytes/\u00ff\u00fe\u0001 not utf-8"),
            File($"bytes/{new string('n', 255)}", "longest"),
            File("bytes/..."),
            File("bytes/-"),
            File("bytes/.-"),
            Symlink("links/short", "a"),
            Symlink("links/long", new string('t', 4095)),
            Symlink("links/middle", new string('t', 4000)),
            Node("nodes/char", EntryKind.CharDevice, 1, 3),
            Node("nodes/block", EntryKind.BlockDevice, 4095, 1_048_575),
            Node("nodes/fifo", EntryKind.Fifo),
            File("owners/large") with { Uid = 100_000, Gid = 4_000_000_000, Permissions = 0xDED },
            File("times/before") with { Modified = new Timestamp(-1_000_000_000, 999_999_999) },
            File("times/after") with { Modified = new Timestamp(5_000_000_000, 1) },
            File("xattrs/many").With([.. Enumerable.Range(0, 400).Select(i => ($"user.number-{i}", new string('v', i)))]),
            File("xattrs/many-too").With([.. Enumerable.Range(0, 400).Select(i => ($"user.number-{i}", new string('v', i)))]),
            File("xattrs/large").With(("trusted.big", new string('b', 65_000))),
            File("xattrs/overlay").With(
                ("trusted.overlay.redirect", "/etc/shadow"), ("trusted.overlay.overlay.metacopy", ""), ("trusted.overlay.opaque", "y")),
            Directory("xattrs/directory").With(("user.note", "large"), ("trusted.overlay.opaque", "y")),
            File("xattrs/directory/visible"),
        ],
        [
            Whiteout("sizes/3"),
            Link("sizes/link-below", "sizes/9"),
            Directory("nodes", 0x3FF),
        ],
    ];
}
