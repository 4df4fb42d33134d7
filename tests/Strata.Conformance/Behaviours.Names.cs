using Strata.Linux;

namespace Strata.Conformance;

internal static partial class Behaviours
{
    [Behaviour]
    private static void MakeDirectories(Scene s)
    {
        foreach (string name in (string[])["fresh", "fresh/inner", "dir", "file", "dir/new", "removed", "removed-dir", "nothing/x", "file/x", "symlink", "dangling",
            "merged/gone", "deep/1/2/3/4", "opaque/hidden", "opaque/sub"])
        {
            s.Mkdir(name);
        }

        foreach (string name in (string[])["fresh", "removed", "removed-dir", "merged/gone", "opaque/sub", "deep/1/2/3"])
        {
            s.Stat(name);
            s.List(name);
        }

        s.Mkdir("sticky-dir", 0b001_111_111_111);
        s.Stat("sticky-dir");
    }

    [Behaviour]
    private static void RemoveDirectories(Scene s)
    {
        foreach (string name in (string[])["dir", "merged", "whiteouts-only", "empty-dir", "file", "symlink", "dir-symlink", "missing", "removed-dir", "dir/sub/..", "dir/.",
            "middle-dir", "deep/1/2/3", "opaque"])
        {
            s.Rmdir(name);
        }

        s.List(".");
        s.Unlink("deep/1/2/3/f");
        s.Rmdir("deep/1/2/3");
        s.Rmdir("deep/1/2");
        s.Rmdir("deep/1");
        s.Rmdir("deep");
        s.Unlink("merged/lower");
        s.Unlink("merged/middle");
        s.Unlink("merged/top");
        s.Unlink("merged/both");
        s.List("merged");
        s.Rmdir("merged");
        s.Unlink("merged/sub/lower");
        s.Unlink("merged/sub/middle");
        s.Rmdir("merged/sub");
        s.Rmdir("merged");
        s.Mkdir("merged");
        s.List("merged");
        s.Mkdir("empty-dir");
        s.List("empty-dir");
        s.Rmdir("empty-dir");
        s.Rmdir("empty-dir");
        s.List(".");
    }

    [Behaviour]
    private static void RemovedDirectoryStaysOpen(Scene s)
    {
        FileFd lower = s.Open("empty-dir", OpenFlags.Directory);
        s.Mkdir("fresh");
        FileFd fresh = s.Open("fresh", OpenFlags.Directory);
        s.Rmdir("empty-dir");
        s.Rmdir("fresh");
        s.FStat(lower);
        s.FStat(fresh);
        s.List(lower);
        s.List(fresh);
        s.Say($"create inside: {Sys.OpenAt(fresh, "x"u8, OpenFlags.Create | OpenFlags.WriteOnly, out _, 0b110_000_000)}");
        s.Say($"create inside: {Sys.OpenAt(lower, "x"u8, OpenFlags.Create | OpenFlags.WriteOnly, out _, 0b110_000_000)}");
        s.Say($"mkdir inside: {Sys.MkdirAt(fresh, "x"u8, 0b111_000_000)}");
        s.Say($"mkdir inside: {Sys.MkdirAt(lower, "x"u8, 0b111_000_000)}");
        s.Say($"parent: {Sys.StatAt(fresh, ".."u8, out _)}");
    }

    [Behaviour]
    private static void UnlinkEverything(Scene s)
    {
        foreach (string name in (string[])["file", "big", "symlink", "dangling", "dir-symlink", "fifo", "null", "loop0", "dir", "link1", "merged/both", "merged/lower", "missing",
            "removed", "merged/gone", "file/x", "dir/a", "dir/sub/x"])
        {
            s.Unlink(name);
            s.Stat(name);
            s.TryOpen(name, OpenFlags.ReadOnly | OpenFlags.NonBlocking);
        }

        s.Stat("link2");
        s.List(".");
        s.List("dir");
        s.List("merged");
        s.Unlink("file");
    }

    [Behaviour]
    private static void RecreateAsAnotherType(Scene s)
    {
        s.Unlink("file");
        s.Mkdir("file");
        s.Create("file/inside", "inside a directory that was a file\n");
        s.List("file");
        s.Stat("file");
        s.Unlink("file/inside");
        s.Rmdir("file");
        s.Symlink("big", "file");
        s.ReadLink("file");
        s.Unlink("file");
        s.Mknod("file", FileMode.Fifo | 0b110_000_000);
        s.Stat("file");
        s.Unlink("file");
        s.Create("file", "a file again\n");
        s.Content("file");

        s.Rmdir("empty-dir");
        s.Create("empty-dir", "a file that was a directory\n");
        s.Stat("empty-dir");
        s.Content("empty-dir");
        s.Unlink("empty-dir");
        s.Mkdir("empty-dir");
        s.Stat("empty-dir");
        s.List(".");
    }

    [Behaviour]
    private static void DirectoryOverWhiteoutIsOpaque(Scene s)
    {
        s.Shell("rm -rf dir merged deep removed-dir");
        foreach (string name in (string[])["dir", "merged", "deep", "removed-dir"])
        {
            s.Mkdir(name);
            s.List(name);
            s.Stat(name);
        }

        s.Mkdir("dir/sub");
        s.List("dir/sub");
        s.Create("deep/1", "a file\n");
        s.List("deep");
        s.Create("merged/lower", "new\n");
        s.Content("merged/lower");
    }

    [Behaviour]
    private static void Symlinks(Scene s)
    {
        foreach (string name in (string[])["symlink", "dangling", "dir-symlink", "long-symlink", "loop", "file", "dir"])
        {
            s.ReadLink(name);
            s.Stat(name);
        }

        s.Symlink("target", "new");
        s.ReadLink("new");
        s.Stat("new");
        s.Symlink(new string('t', 4095), "longest");
        s.ReadLink("longest");
        s.Stat("longest");
        s.Symlink(new string('t', 4096), "too-long");
        s.Symlink("", "no-target");
        s.Symlink("x", "file");
        s.Symlink("x", "removed");
        s.ReadLink("removed");
        s.Content("dir-symlink/a");
        s.Content("loop");
        s.List("dir-symlink");
        s.Create("dir-symlink/through", "through a symlink\n");
        s.Content("dir/through");
        s.Chown("symlink", 5, 6);
        s.Stat("symlink");
        s.Utimens("dangling", new Timestamp(1000, 5), new Timestamp(2000, 6));
        s.Stat("dangling");
        s.ReadLink("dangling");
        s.Chmod("dangling", 0b111_000_000);
    }

    [Behaviour]
    private static void SpecialFiles(Scene s)
    {
        s.Mknod("f", FileMode.Fifo | 0b110_100_000);
        s.Mknod("s", FileMode.Socket | 0b110_100_000);
        s.Mknod("r", FileMode.Regular | 0b110_100_000);
        s.Mknod("c", FileMode.CharDevice | 0b110_100_000, new DeviceNumber(1, 5));
        s.Mknod("b", FileMode.BlockDevice | 0b110_100_000, new DeviceNumber(7, 300));
        s.Mknod("whiteout", FileMode.CharDevice, default);
        s.Mknod("removed", FileMode.CharDevice, default);
        s.Mknod("block-zero", FileMode.BlockDevice, default);
        s.Mknod("file", FileMode.Fifo);
        s.Mknod("removed", FileMode.Fifo | 0b110_000_000);
        s.Mknod("d", FileMode.Directory | 0b110_000_000);
        foreach (string name in (string[])["f", "s", "r", "c", "b", "whiteout", "removed", "block-zero", "fifo", "null", "loop0"])
        {
            s.Stat(name);
        }

        s.Chmod("null", 0b110_000_000);
        s.Stat("null");
        s.Chown("fifo", 3, 4);
        s.Stat("fifo");
        s.Rename("null", "moved-null");
        s.Stat("moved-null");
        s.Link("loop0", "linked-loop0");
        s.Stat("linked-loop0");
        s.Unlink("moved-null");
        s.List(".");
    }

    [Behaviour]
    private static void LongNames(Scene s)
    {
        string longest = new('n', 255);
        string tooLong = new('n', 256);
        s.Create(longest, "x");
        s.Stat(longest);
        s.Create("dir/" + longest, "x");
        s.Mkdir("dir/" + new string('d', 255));
        s.Rename(longest, new string('m', 255));
        s.Unlink(new string('m', 255));
        foreach (string name in (string[])[tooLong, "dir/" + tooLong, "nothing/" + tooLong, tooLong + "/x"])
        {
            s.TryOpen(name, Creating);
            s.Stat(name);
            s.Mkdir(name);
            s.Unlink(name);
            s.Rmdir(name);
            s.Symlink("x", name);
            s.Link("file", name);
            s.Rename("file", name);
            s.Rename(name, "other");
            s.Mknod(name, FileMode.Fifo);
        }

        string path = string.Concat(Enumerable.Repeat("dir/../", 580));
        s.Stat(path + "file");
        s.Stat(path + new string('x', 40));
        s.Stat(new string('/', 4096));
        s.Stat("dir/" + new string('x', 4100));
        s.List("dir");
    }

    [Behaviour]
    private static void OddNames(Scene s)
    {
        foreach (string name in (string[])[" ", "a b", "new\nline", "*", "\u00e9\u4e2d", "-rf", ".wh.file", ".wh..wh..opq", "..."])
        {
            s.Create(name, name);
            s.Content(name);
            s.Stat(name);
        }

        byte[] raw = [0xff, 0xfe, 0x01, 0x80];
        s.Say($"raw: {Sys.MkdirAt(s.Root, raw, 0b111_000_000)} {Sys.StatAt(s.Root, raw, out _)}");
        s.List(".");
        s.Unlink(".wh.file");
        s.Stat("file");
        s.Mkdir("dir/.wh..wh..opq");
        s.List("dir");
    }
}
