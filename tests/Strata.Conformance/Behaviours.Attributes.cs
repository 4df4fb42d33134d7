using Strata.Linux;

namespace Strata.Conformance;

internal static partial class Behaviours
{
    private const uint Unchanged = uint.MaxValue;

    [Behaviour]
    private static void ChangeModes(Scene s)
    {
        foreach (string name in (string[])["file", "big", "dir", "merged", "symlink", "fifo", "null", "missing", "removed", "dangling"])
        {
            s.Chmod(name, 0b110_000_000);
            s.Stat(name);
        }

        s.Chmod("private", 0b111_111_111_111);
        s.Stat("private");
        s.Content("big");
        s.List("dir");
        FileFd file = s.Open("read-only", OpenFlags.ReadOnly);
        s.FChmod(file, 0b111_000_111);
        s.FStat(file);
        s.Stat("read-only");
        FileFd folder = s.Open("deep", OpenFlags.Directory);
        s.FChmod(folder, 0b111_000_111);
        s.FStat(folder);
    }

    [Behaviour]
    private static void ChangeOwners(Scene s)
    {
        foreach (string name in (string[])["file", "big", "dir", "merged", "symlink", "dangling", "fifo", "null", "missing", "suid", "sgid", "sgid-no-exec"])
        {
            s.Chown(name, 11, 22);
            s.Stat(name);
            s.Chown(name, Unchanged, 33);
            s.Stat(name);
            s.Chown(name, Unchanged, Unchanged);
            s.Stat(name);
        }

        FileFd file = s.Open("xattred", OpenFlags.ReadOnly);
        s.FChown(file, 5, 6);
        s.FStat(file);
        s.Stat("xattred");
        s.GetXattr("xattred", "user.note");
    }

    [Behaviour]
    private static void ChangeTimes(Scene s)
    {
        foreach (string name in (string[])["file", "big", "dir", "merged", "symlink", "fifo", "null", "missing"])
        {
            s.Utimens(name, new Timestamp(1_000_000_000, 1), new Timestamp(1_100_000_000, 999_999_999));
            FileStat stat = s.Stat(name);
            s.Say($"atime {stat.Accessed.Seconds}.{stat.Accessed.Nanoseconds}");
        }

        s.Utimens("file", Timestamp.Omit, new Timestamp(-5, 0));
        s.Stat("file");
        s.Utimens("file", Timestamp.Omit, Timestamp.Omit);
        s.Stat("file");
        s.Utimens("file", Timestamp.Now, Timestamp.Now);
        s.Stat("file");
        s.Utimens("big", new Timestamp(1, 1), new Timestamp(5_000_000_000, 7));
        FileStat far = s.Stat("big");
        s.Say($"far {far.Modified.Seconds}.{far.Modified.Nanoseconds}");
        s.Utimens("missing", Timestamp.Now, Timestamp.Now);
        s.Content("big");
    }

    [Behaviour]
    private static void CopyUpKeepsAttributes(Scene s)
    {
        s.Overwrite("private", "x");
        s.Stat("private");
        s.Chmod("user-file", 0b110_000_000);
        s.Stat("user-file");
        s.Chown("read-only", 9, 9);
        s.Stat("read-only");
        s.SetXattr("file", "user.added", "x");
        s.Stat("file");
        s.Link("big", "big2");
        s.Stat("big");
        s.Rename("script", "script2");
        s.Stat("script2");
        s.TryOpen("xattred", OpenFlags.ReadWrite);
        s.Stat("xattred");
        s.ListXattrs("xattred");
        s.GetXattr("xattred", "user.note");
        s.GetXattr("xattred", "security.s");
        s.Create("user-dir/new", "x");
        s.Stat("user-dir");
        s.Chmod("deep/1/2/3/f", 0b110_000_000);
        s.Stat("deep/1/2");
        s.Stat("deep/1");
        s.Chmod("acl-file", 0b111_111_111);
        s.GetXattr("acl-file", "system.posix_acl_access");
    }

    [Behaviour]
    private static void WhichTimesChange(Scene s)
    {
        s.Create("new", "new\n");
        s.Mkdir("fresh");
        s.Create("fresh/f", "f\n");
        s.Times(() => s.Overwrite("new", "x"), "new", ".");
        s.Times(() => s.Chmod("new", 0b110_000_000), "new", ".");
        s.Times(() => s.Chown("new", 1, 1), "new");
        s.Times(() => s.SetXattr("new", "user.a", "b"), "new");
        s.Times(() => s.RemoveXattr("new", "user.a"), "new");
        s.Times(() => s.Truncate("new", 1), "new");
        s.Times(() => s.Truncate("new", 1), "new");
        s.Times(() => s.Link("new", "new2"), "new", ".");
        s.Times(() => s.Unlink("new2"), "new", ".");
        s.Times(() => s.Rename("new", "newer"), "newer", ".");
        s.Times(() => s.Rename("newer", "fresh/new"), "fresh/new", ".", "fresh");
        s.Times(() => s.Create("fresh/g", ""), "fresh", ".");
        s.Times(() => s.Mkdir("fresh/d"), "fresh");
        s.Times(() => s.Rmdir("fresh/d"), "fresh");
        s.Times(() => s.Symlink("x", "fresh/l"), "fresh");
        s.Times(() => s.Utimens("fresh/g", new Timestamp(5, 5), Timestamp.Omit), "fresh/g", "fresh");
        s.Times(() => s.TryOpen("fresh/f", OpenFlags.WriteOnly | OpenFlags.Truncate), "fresh/f");
        s.Times(() => s.TryOpen("fresh/f", OpenFlags.WriteOnly), "fresh/f");
        s.Times(() => s.Stat("fresh/f"), "fresh/f");
    }

    [Behaviour]
    private static void WhichTimesOfLowerThingsChange(Scene s)
    {
        s.Times(() => s.Overwrite("file", "x"), "file", ".");
        s.Times(() => s.Chmod("big", 0b110_000_000), "big", ".");
        s.Times(() => s.Chown("private", 1, 1), "private");
        s.Times(() => s.Create("dir/new", ""), "dir");
        s.Times(() => s.Unlink("merged/both"), "merged");
        s.Times(() => s.Rename("deep/1", "deep/one"), "deep", "deep/one");
        s.Times(() => s.Link("user-file", "user-file2"), "user-file", ".");
        s.Times(() => s.SetXattr("open-file", "user.a", "b"), "open-file");
        s.Times(() => s.Unlink("link1"), "link2", ".");
        s.Times(() => s.TryOpen("xattred", OpenFlags.ReadWrite), "xattred", ".");
    }

    [Behaviour]
    private static void ReadingChangesAccessTimes(Scene s)
    {
        s.Create("new", "new\n");
        s.Utimens("new", new Timestamp(5, 5), Timestamp.Omit);
        s.Times(() => s.Content("new"), "new");
        s.Times(() => s.Content("new"), "new");
    }

    [Behaviour]
    private static void Statistics(Scene s)
    {
        Errno error = Sys.FStatFs(s.Root, out FileSystemStat stat);
        s.Say($"statfs: {error} names up to {stat.NameLength}, blocks of {stat.BlockSize}, has blocks {stat.Blocks > 0}, has files {stat.Files > 0}");
    }
}
