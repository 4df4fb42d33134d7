using Strata.Linux;

namespace Strata.Conformance;

internal static partial class Behaviours
{
    [Behaviour]
    private static void HardLinksOfNewFiles(Scene s)
    {
        s.Create("new", "new\n");
        s.Link("new", "dir/new2");
        s.Link("new", "new3");
        foreach (string name in (string[])["new", "dir/new2", "new3"])
        {
            s.Stat(name);
        }

        s.Overwrite("new3", "NEW");
        s.Content("dir/new2");
        s.Chmod("new", 0b111_000_000);
        s.Stat("new3");
        s.Unlink("new");
        s.Stat("new3");
        s.Unlink("dir/new2");
        s.Stat("new3");
        s.Content("new3");
        s.Rename("new3", "dir/sub/new4");
        s.Stat("dir/sub/new4");
    }

    [Behaviour]
    private static void HardLinksOfLowerFiles(Scene s)
    {
        s.Link("file", "file2");
        s.Stat("file");
        s.Stat("file2");
        s.Overwrite("file2", "LOWER");
        s.Content("file");
        s.Link("big", "merged/big2");
        s.Unlink("big");
        s.Content("merged/big2");
        s.Stat("merged/big2");
        s.Link("file", "removed");
        s.Stat("removed");
        s.Link("symlink", "symlink2");
        s.ReadLink("symlink2");
        s.Stat("symlink");
        s.Link("fifo", "fifo2");
        s.Stat("fifo2");
    }

    [Behaviour]
    private static void HardLinksThatCannotBe(Scene s)
    {
        s.Link("dir", "dir2");
        s.Link("file", "big");
        s.Link("file", "dir");
        s.Link("missing", "x");
        s.Link("removed", "x");
        s.Link("file", "nothing/x");
        s.Link("file/x", "x");
        s.Link("file", "file/x");
        s.Link("file", "file");
    }

    [Behaviour]
    private static void LinksOfLowerShowTheirCount(Scene s)
    {
        foreach (string name in (string[])["link1", "link2", "dir/link3"])
        {
            s.Stat(name);
        }

        s.Content("dir/link3");
        s.Unlink("link2");
        s.Stat("link1");
    }

    [Behaviour]
    private static void CopyUpOfOneOfSeveralLinks(Scene s)
    {
        s.Overwrite("link1", "THREE");
        foreach (string name in (string[])["link1", "link2", "dir/link3"])
        {
            s.Content(name);
            s.Stat(name);
        }
    }

    [Behaviour]
    private static void LinksOfDirectories(Scene s)
    {
        s.Mkdir("fresh");
        s.Stat("fresh");
        s.Mkdir("fresh/a");
        s.Mkdir("fresh/b");
        s.Stat("fresh");
        s.Rmdir("fresh/a");
        s.Stat("fresh");
        s.Stat("dir");
        s.Stat("merged");
        s.Stat("opaque");
        s.Mkdir("dir/c");
        s.Stat("dir");
    }

    [Behaviour]
    private static void InodeNumbersStay(Scene s)
    {
        foreach (string name in (string[])["file", "big", "dir", "merged", "symlink", "fifo", "link1"])
        {
            Sys.StatAt(s.Root, PathText.Bytes(name), out FileStat before);
            s.Chown(name, 1, 1);
            Sys.StatAt(s.Root, PathText.Bytes(name), out FileStat after);
            s.Say($"{name}: number {(before.Ino == after.Ino ? "stays" : "changes")}, device {(before.Dev == after.Dev ? "stays" : "changes")}");
            s.Rename(name, name + ".moved");
            Sys.StatAt(s.Root, PathText.Bytes(name + ".moved"), out FileStat moved);
            s.Say($"moved: number {(before.Ino == moved.Ino ? "stays" : "changes")}");
        }

        FileFd open = s.Open("user-file", OpenFlags.ReadOnly);
        Sys.FStat(open, out FileStat first);
        s.Overwrite("user-file", "x");
        Sys.FStat(open, out FileStat second);
        s.Say($"open: number {(first.Ino == second.Ino ? "stays" : "changes")}");
    }

    [Behaviour]
    private static void InodeNumbersAreOneForEachFile(Scene s)
    {
        s.Create("new", "x");
        s.Link("new", "new2");
        s.Link("file", "file2");
        Same("new", "new2");
        Same("file", "file2");
        Same("new", "file");
        Same("big", "file");
        Same("dir", "merged");
        Same("dir", "dir-symlink");
        Same("dir", "dir/sub/..");

        void Same(string one, string other)
        {
            Sys.StatAt(s.Root, PathText.Bytes(one), out FileStat a);
            Sys.StatAt(s.Root, PathText.Bytes(other), out FileStat b);
            s.Say($"{one} and {other}: {(a.Ino == b.Ino && a.Dev == b.Dev ? "the same" : "different")}");
        }
    }

    [Behaviour]
    private static void OneDeviceForAllOfTheMount(Scene s)
    {
        s.Create("new", "x");
        s.Mkdir("fresh");
        Sys.StatAt(s.Root, "."u8, out FileStat root);
        foreach (string name in (string[])["file", "big", "dir", "merged", "symlink", "fifo", "null", "new", "fresh", "opaque/shown", "merged/top"])
        {
            Sys.StatAt(s.Root, PathText.Bytes(name), out FileStat stat);
            s.Say($"{name}: {(stat.Dev == root.Dev ? "the same device" : "another device")}");
        }
    }

    [Behaviour(Redirects = true)]
    private static void DirectoryEntriesHaveTheNumbersOfStat(Scene s)
    {
        s.Create("new", "x");
        s.Overwrite("file", "x");
        s.Rename("dir", "moved-dir");
        foreach (string folder in (string[])[".", "merged", "moved-dir"])
        {
            Sys.OpenAt(s.Root, PathText.Bytes(folder), OpenFlags.Directory, out FileFd opened).OrThrow();
            DirectoryReader reader = new(opened, new byte[32768]);
            List<string> wrong = [];
            while (reader.Next(out _))
            {
                Sys.StatAt(opened, reader.Name, out FileStat stat);
                if (stat.Ino != reader.Ino)
                {
                    wrong.Add(PathText.Show(reader.Name));
                }
            }

            opened.Dispose();
            wrong.Sort(StringComparer.Ordinal);
            s.Say($"{folder}: d_ino is not st_ino for [{string.Join(' ', wrong)}]");
        }
    }
}
