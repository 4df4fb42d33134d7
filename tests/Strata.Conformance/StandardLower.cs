using Strata.Layers;
using Strata.Linux;

namespace Strata.Conformance;

/// <summary>The three layers that every behaviour finds in its directory: everything once that a union treats differently.</summary>
internal static class StandardLower
{
    /// <summary>More than a chain image keeps in itself, so that it is an object there.</summary>
    public const int BigSize = 100_000;

    public static byte[] Big { get; } = [.. Enumerable.Range(0, BigSize).Select(i => (byte)(i * 31 + i / 251))];

    /// <summary>An ACL in the form of its xattr: rwx for the owner, r-x for user 1000, r-x, r-x as mask, nothing for others.</summary>
    public static byte[] Acl { get; } =
    [
        2, 0, 0, 0,
        1, 0, 7, 0, 255, 255, 255, 255,
        2, 0, 5, 0, 0xe8, 3, 0, 0,
        4, 0, 5, 0, 255, 255, 255, 255,
        16, 0, 5, 0, 255, 255, 255, 255,
        32, 0, 0, 0, 255, 255, 255, 255,
    ];

    /// <summary>The layers, the bottom first, with a copy for each of some directories.</summary>
    public static LayerTree[] For(IEnumerable<string> directories)
    {
        LayerTree[] all = [new(), new(), new()];
        LayerTree[] one = [Bottom(), Middle(), Top()];
        foreach (string directory in directories)
        {
            for (int i = 0; i < all.Length; i++)
            {
                all[i].Below(directory, one[i]);
            }
        }

        return all;
    }

    private static LayerTree Bottom() => new LayerTree()
        .File("file", "lower file\n")
        .File("big", Big)
        .File("empty", "").File("empty2", "").File("empty3", "")
        .File("read-only", "read only\n", 0b100_100_100)
        .File("private", "private\n", 0b110_000_000)
        .File("user-file", "of user\n", 0b110_100_100, 1000, 1000)
        .File("open-file", "open to all\n", 0b110_110_110)
        .File("suid", "suid\n", 0b100_111_111_101 | 0b10, 1000, 1000)
        .File("sgid", "sgid\n", 0b010_111_111_111, 1000, 1000)
        .File("sgid-no-exec", "sgid\n", 0b010_110_110_110, 1000, 1000)
        .File("script", "#!/bin/sh\necho the script ran\n", 0b111_101_101)
        .File("xattred", "with xattrs\n").With("user.note", "lower").With("trusted.t", "v").With("security.s", "x")
        .File("acl-file", "acl\n", 0b111_101_000).With("system.posix_acl_access", Acl)
        .File("link1", "three names\n").HardLink("link2", "link1")
        .Symlink("symlink", "file").Symlink("dangling", "nowhere").Symlink("dir-symlink", "dir").Symlink("long-symlink", new string('x', 1000))
        .Symlink("loop", "loop")
        .Node("fifo", EntryKind.Fifo).Node("null", EntryKind.CharDevice, new DeviceNumber(1, 3)).Node("loop0", EntryKind.BlockDevice, new DeviceNumber(7, 200))
        .Directory("dir").File("dir/a", "a\n").File("dir/b", "b\n").Directory("dir/sub").File("dir/sub/x", "x\n").HardLink("dir/link3", "link1")
        .Directory("empty-dir")
        .Directory("deep").Directory("deep/1").Directory("deep/1/2").Directory("deep/1/2/3").File("deep/1/2/3/f", "deep\n")
        .Directory("sticky", 0b001_111_111_111).File("sticky/of-root", "r\n", 0b110_110_110).File("sticky/of-user", "u\n", 0b110_110_110, 1000, 1000)
        .Directory("setgid", 0b010_111_111_111, 0, 2000)
        .Directory("user-dir", 0b111_101_101, 1000, 1000).File("user-dir/f", "f\n", 0b110_100_100, 1000, 1000).File("user-dir/of-root", "f\n")
        .Directory("open-dir", 0b111_111_111).File("open-dir/f", "f\n")
        .File($"long-{new string('a', 250)}", "long\n").Directory($"long-{new string('d', 250)}").File($"long-{new string('d', 250)}/{new string('f', 255)}", "f\n")
        .Directory("closed-dir", 0b111_000_000).File("closed-dir/f", "f\n")
        .Directory("acl-dir", 0b111_101_000).With("system.posix_acl_access", Acl).With("system.posix_acl_default", Acl)
        .Directory("merged").File("merged/lower", "1\n").File("merged/both", "bottom\n").File("merged/gone", "gone\n")
        .Directory("merged/sub").File("merged/sub/lower", "1\n")
        .Directory("opaque").File("opaque/hidden", "hidden\n").Directory("opaque/sub").File("opaque/sub/hidden", "h\n")
        .Directory("whiteouts-only").File("whiteouts-only/x", "x\n").File("whiteouts-only/y", "y\n")
        .File("file-then-dir", "file\n")
        .Directory("dir-then-file").File("dir-then-file/f", "f\n")
        .File("removed", "removed\n")
        .Directory("removed-dir").File("removed-dir/f", "f\n");

    private static LayerTree Middle() => new LayerTree()
        .Directory("merged", 0b111_111_101).File("merged/middle", "2\n").File("merged/both", "middle\n").Whiteout("merged/gone")
        .Directory("merged/sub").File("merged/sub/middle", "2\n")
        .Directory("opaque").Opaque("opaque").File("opaque/shown", "shown\n")
        .Directory("whiteouts-only").Whiteout("whiteouts-only/x").Whiteout("whiteouts-only/y")
        .Whiteout("removed").Whiteout("removed-dir")
        .Directory("middle-dir").File("middle-dir/f", "f\n");

    private static LayerTree Top() => new LayerTree()
        .Directory("merged", 0b111_101_101).File("merged/top", "3\n")
        .Directory("opaque").File("opaque/top", "top\n")
        .Directory("file-then-dir").File("file-then-dir/f", "f\n")
        .File("dir-then-file", "file\n");
}
