using Strata.Linux;

namespace Strata.Conformance;

internal static partial class Behaviours
{
    [Behaviour]
    private static void UserMayOnlyWhatModesSay(Scene s) => s.AsUser(() =>
    {
        foreach (string name in (string[])["file", "private", "user-file", "open-file", "read-only", "closed-dir/f", "dir", "closed-dir", "user-dir", "script", "null"])
        {
            s.TryOpen(name, OpenFlags.ReadOnly);
            s.TryOpen(name, OpenFlags.WriteOnly);
            s.Access(name, 4);
            s.Access(name, 2);
            s.Access(name, 1);
            s.Stat(name);
        }

        s.List("closed-dir");
        s.List("dir");
    });

    [Behaviour]
    private static void UserMayNotChangeDirectoriesOfOthers(Scene s) => s.AsUser(() =>
    {
        foreach (string folder in (string[])["dir", "user-dir", "open-dir", "closed-dir", "sticky"])
        {
            s.Create(folder + "/new", "x");
            s.Mkdir(folder + "/new-dir");
            s.Symlink("x", folder + "/new-link");
            s.Mknod(folder + "/new-fifo", FileMode.Fifo | 0b110_000_000);
            s.Mknod(folder + "/new-device", FileMode.CharDevice | 0b110_000_000, new DeviceNumber(1, 3));
            s.Stat(folder + "/new");
            s.Rename(folder + "/new", folder + "/renamed");
            s.Link("user-file", folder + "/linked");
            s.Unlink(folder + "/f");
            s.Rmdir(folder + "/new-dir");
        }

        s.Unlink("user-dir/of-root");
        s.Unlink("file");
        s.Rename("user-file", "x");
        s.Rename("user-dir/new", "open-dir/moved");
        s.Rename("dir/a", "open-dir/a");
    });

    [Behaviour]
    private static void UserChangesAttributes(Scene s) => s.AsUser(() =>
    {
        foreach (string name in (string[])["file", "user-file", "open-file", "user-dir", "dir", "sgid", "symlink"])
        {
            s.Chmod(name, 0b110_111_111_111);
            s.Stat(name);
            s.Chown(name, 1001, Unchanged);
            s.Chown(name, Unchanged, 1000);
            s.Chown(name, 1000, 1000);
            s.Chown(name, Unchanged, 2000);
            s.Utimens(name, new Timestamp(5, 5), new Timestamp(5, 5));
            s.Utimens(name, Timestamp.Now, Timestamp.Now);
            s.Truncate(name, 1);
            s.Stat(name);
        }
    });

    [Behaviour]
    private static void StickyDirectoryProtectsNames(Scene s) => s.AsUser(() =>
    {
        s.Unlink("sticky/of-root");
        s.Rename("sticky/of-root", "sticky/x");
        s.Unlink("sticky/of-user");
        s.Create("sticky/mine", "x");
        s.Rename("sticky/mine", "sticky/of-root");
        s.Rename("sticky/mine", "sticky/of-root", RenameFlags.Exchange);
        s.Rename("sticky/mine", "sticky/mine2");
        s.Overwrite("sticky/of-root", "may write");
        s.Unlink("sticky/mine2");
        s.List("sticky");
    });

    [Behaviour]
    private static void SetgidDirectoryGivesItsGroup(Scene s)
    {
        s.Create("setgid/root-file", "");
        s.Mkdir("setgid/root-dir");
        s.AsUser(() =>
        {
            s.Create("setgid/user-file", "", 0b010_111_111_111);
            s.Mkdir("setgid/user-dir");
            s.Mkdir("setgid/user-dir/inner");
            s.Symlink("x", "setgid/user-link");
            s.Mknod("setgid/user-fifo", FileMode.Fifo | 0b110_100_100);
            s.TryOpen("setgid", OpenFlags.TemporaryFile | OpenFlags.ReadWrite);
        });
        foreach (string name in (string[])["root-file", "root-dir", "user-file", "user-dir", "user-dir/inner", "user-link", "user-fifo"])
        {
            s.Stat("setgid/" + name);
        }
    }

    [Behaviour]
    private static void WritingClearsSetIdBits(Scene s)
    {
        foreach (string name in (string[])["suid", "sgid", "sgid-no-exec"])
        {
            s.AsUser(() => s.Overwrite(name, "x"));
            s.Stat(name);
            s.Chmod(name, 0b110_111_111_111);
            s.AsUser(() => s.Truncate(name, 1));
            s.Stat(name);
            s.Chmod(name, 0b110_111_111_111);
            s.Overwrite(name, "root");
            s.Stat(name);
            s.Chmod(name, 0b110_111_111_111);
            s.AsUser(() => s.TryOpen(name, OpenFlags.WriteOnly | OpenFlags.Truncate));
            s.Stat(name);
            s.Chmod(name, 0b110_110_111_111);
            s.AsUser(() =>
            {
                FileFd file = s.Open(name, OpenFlags.ReadWrite);
                s.Allocate(file, 0, 0, 100);
            });
            s.Stat(name);
            s.Chmod(name, 0b110_111_111_111);
            s.Chown(name, 1000, 1000);
            s.Stat(name);
        }
    }

    [Behaviour]
    private static void UserOwnsWhatItMakes(Scene s)
    {
        s.AsUser(() =>
        {
            s.Create("open-dir/f2", "x", 0b110_110_110);
            s.Mkdir("open-dir/d2");
            s.Symlink("x", "open-dir/l2");
            s.Overwrite("open-file", "by the user");
            s.Link("open-file", "open-dir/linked");
            s.Create("user-dir/new", "x");
            s.Unlink("user-dir/f");
            s.Mkdir("user-dir/f");
        });
        foreach (string name in (string[])["open-dir/f2", "open-dir/d2", "open-dir/l2", "open-file", "open-dir/linked", "user-dir", "user-dir/new", "user-dir/f"])
        {
            s.Stat(name);
        }
    }

    [Behaviour]
    private static void SearchPermissionIsAskedOnTheWay(Scene s)
    {
        s.Chmod("deep/1", 0b110_110_110);
        s.AsUser(() =>
        {
            s.Stat("deep/1/2");
            s.List("deep/1");
            s.Content("deep/1/2/3/f");
        });
        s.Chmod("deep/1", 0b001_001_001);
        s.AsUser(() =>
        {
            s.Stat("deep/1/2");
            s.List("deep/1");
            s.Content("deep/1/2/3/f");
            s.Stat("deep/1/missing");
        });
    }

    [Behaviour]
    private static void SetIdProgramsAndScriptsRun(Scene s)
    {
        s.Shell("./script");
        s.Shell("cp /usr/bin/id id && chown 1234:1234 id && chmod 6755 id && ./id -u && ./id -g", 0);
        s.Shell("./id -u; ./id -g; ./script", 1000);
        s.Shell("./file");
        s.Shell("./dir");
        s.Shell("cp /bin/sleep sleeper; ./sleeper 5 & sleep 0.2; echo x 2>&1 >> sleeper; kill %1; wait; echo x >> sleeper && echo now it may");
    }

    [Behaviour]
    private static void WritingToAScriptThatIsOpen(Scene s)
    {
        s.Shell("exec 5>>script; ./script; exec 5>&-; ./script");
    }
}
