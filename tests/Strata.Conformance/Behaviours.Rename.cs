using Strata.Linux;

namespace Strata.Conformance;

internal static partial class Behaviours
{
    private static readonly string[] Sources = ["upper-file", "file", "link1", "symlink", "fifo", "upper-dir", "dir", "merged", "opaque", "changed-dir", "missing"];

    private static readonly string[] Targets = ["absent", "removed", "upper-target", "big", "dangling", "upper-empty", "empty-dir", "whiteouts-only", "upper-full", "deep", "nothing/x"];

    [Behaviour]
    private static void RenameOntoEverything(Scene s) => RenameMatrix(s, RenameFlags.None);

    [Behaviour]
    private static void RenameWithoutReplacing(Scene s) => RenameMatrix(s, RenameFlags.NoReplace);

    [Behaviour]
    private static void RenameExchanging(Scene s) => RenameMatrix(s, RenameFlags.Exchange);

    /// <summary>Every source onto every target, each pair in a copy of its own, made by reading the scene's own lower through cp.</summary>
    private static void RenameMatrix(Scene s, RenameFlags flags)
    {
        Prepare(s);
        foreach (string source in Sources)
        {
            foreach (string target in Targets)
            {
                s.Rename(source, target, flags);
                bool moved = s.Seen[^1].EndsWith(": Ok", StringComparison.Ordinal);
                if (!moved)
                {
                    continue;
                }

                Look(s, source);
                Look(s, target);

                // Back again, so that the next target meets the same source: after an exchange by another one.
                s.Rename(target, source, flags == RenameFlags.Exchange ? flags : RenameFlags.None);
                if (flags == RenameFlags.None)
                {
                    Restore(s, target);
                }
            }
        }

        s.List(".");
    }

    private static void Prepare(Scene s)
    {
        s.Create("upper-file", "upper\n");
        s.Mkdir("upper-dir");
        s.Create("upper-dir/f", "f\n");
        s.Create("dir/added", "added\n");
        s.Mkdir("changed-dir");
        s.Unlink("merged/both");
        foreach (string target in Targets)
        {
            Restore(s, target);
        }
    }

    private static void Restore(Scene s, string target)
    {
        switch (target)
        {
            case "upper-target":
                s.TryOpen(target, Creating);
                break;
            case "big" or "dangling":
                s.TryOpen(target, Creating | OpenFlags.NoFollow);
                break;
            case "upper-empty" or "empty-dir" or "whiteouts-only":
                s.Mkdir(target);
                break;
            case "upper-full":
                s.Mkdir(target);
                s.TryOpen(target + "/f", Creating);
                break;
        }
    }

    private static void Look(Scene s, string name)
    {
        FileStat stat = s.Stat(name);
        if (stat.IsDirectory)
        {
            s.List(name);
        }
        else if (stat.IsRegular)
        {
            s.Content(name);
        }
    }

    [Behaviour]
    private static void RenameLowerDirectoryAndUseIt(Scene s)
    {
        s.Rename("dir", "moved");
        s.List("moved");
        s.List("moved/sub");
        s.Content("moved/a");
        s.Overwrite("moved/a", "changed after the move\n");
        s.Content("moved/a");
        s.Stat("dir");
        s.Mkdir("dir");
        s.List("dir");
        s.Create("dir/a", "another a\n");
        s.Content("dir/a");
        s.Content("moved/a");
        s.Rename("moved", "deep/1/moved-again");
        s.List("deep/1/moved-again");
        s.Content("deep/1/moved-again/b");
        s.Rename("deep/1/moved-again/sub", "sub");
        s.Content("sub/x");
        s.Rename("deep", "deeper");
        s.Content("deeper/1/moved-again/b");
        s.Content("deeper/1/2/3/f");
        s.Unlink("deeper/1/moved-again/b");
        s.List("deeper/1/moved-again");
        s.Rename("dir", "dir2");
        s.Rename("deeper/1/moved-again", "dir");
        s.List("dir");
        s.List("dir2");
    }

    [Behaviour]
    private static void RenameMergedDirectoryAndUseIt(Scene s)
    {
        s.Create("merged/upper", "4\n");
        s.Unlink("merged/top");
        s.Rename("merged", "dir/merged");
        s.List("dir/merged");
        s.List("dir/merged/sub");
        s.Content("dir/merged/both");
        s.Content("dir/merged/upper");
        s.Stat("dir/merged");
        s.Mkdir("merged");
        s.List("merged");
        s.Rename("dir/merged", "merged");
        s.List("merged");
        s.List("dir");
        s.Rename("opaque", "transparent");
        s.List("transparent");
        s.Rename("middle-dir", "merged/middle-dir");
        s.List("merged/middle-dir");
        s.Rename("file-then-dir", "ftd");
        s.List("ftd");
    }

    [Behaviour]
    private static void RenameIntoItselfAndOfTheSame(Scene s)
    {
        s.Rename("dir", "dir/sub/dir");
        s.Rename("dir/sub", "dir");
        s.Rename("dir/sub", "dir", RenameFlags.Exchange);
        s.Rename("dir", "dir");
        s.Rename("file", "file");
        s.Rename("file", "file", RenameFlags.NoReplace);
        s.Rename("link1", "link2");
        s.Stat("link1");
        s.Stat("link2");
        s.Link("upper", "upper");
        s.Create("u1", "u\n");
        s.Link("u1", "u2");
        s.Rename("u1", "u2");
        s.Stat("u1");
        s.Stat("u2");
        s.Rename("dir/.", "x");
        s.Rename("dir/..", "x");
        s.Rename("file", "dir/..");
        s.Rename("file", "x/");
        s.Rename("file", "dir/");
        s.Rename("dir", "new-dir/");
        s.List("new-dir");
        s.Rename("file", "file2", RenameFlags.NoReplace | RenameFlags.Exchange);
        s.Rename("file", "x", (RenameFlags)64);
    }

    [Behaviour]
    private static void RenameWithWhiteout(Scene s)
    {
        s.Create("new", "new\n");
        s.Rename("file", "moved", RenameFlags.Whiteout);
        s.Stat("file");
        s.Stat("moved");
        s.Rename("new", "moved-new", RenameFlags.Whiteout);
        s.Stat("new");
        s.Stat("moved-new");
        s.List(".");
    }

    [Behaviour]
    private static void ExchangeAcrossDirectories(Scene s)
    {
        s.Rename("dir/a", "merged/lower", RenameFlags.Exchange);
        s.Content("dir/a");
        s.Content("merged/lower");
        s.Rename("dir/sub", "merged/sub", RenameFlags.Exchange);
        s.List("dir/sub");
        s.List("merged/sub");
        s.Rename("file", "deep", RenameFlags.Exchange);
        s.List("file");
        s.Content("deep");
        s.Rename("symlink", "missing", RenameFlags.Exchange);
        s.Rename("removed", "symlink", RenameFlags.Exchange);
        s.Create("new", "new\n");
        s.Rename("new", "big", RenameFlags.Exchange);
        s.Stat("new");
        s.Content("big");
        s.Unlink("big");
        s.Stat("big");
        s.List(".");
    }

    [Behaviour]
    private static void RemoveAfterRename(Scene s)
    {
        s.Rename("dir", "gone");
        s.Shell("rm -rf gone");
        s.List(".");
        s.Stat("dir");
        s.Mkdir("dir");
        s.List("dir");
        s.Rename("file", "deep/file");
        s.Unlink("deep/file");
        s.List("deep");
        s.Create("file", "again\n");
        s.Content("file");
    }
}
