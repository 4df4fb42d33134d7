using Strata.Linux;

namespace Strata.Conformance;

internal static partial class Behaviours
{
    [Behaviour]
    private static void ListAllKindsOfDirectories(Scene s)
    {
        foreach (string name in (string[])[".", "dir", "merged", "merged/sub", "opaque", "whiteouts-only", "empty-dir", "file-then-dir", "middle-dir", "deep/1", "file", "missing",
            "dir-then-file", "removed-dir", "dir-symlink"])
        {
            s.List(name);
        }
    }

    [Behaviour]
    private static void DotAndDotDotAreListed(Scene s)
    {
        s.Mkdir("fresh");
        s.Shell("for d in dir merged fresh; do python3 -c 'import os,sys; print(sorted(os.listdir(sys.argv[1])))' $d; ls -a $d; ls -ia $d | awk '$2==\".\"{a=$1} END{print a!=0}'; done");
        s.Shell("for d in dir merged fresh dir/sub; do [ $(stat -c %i $d/..) = $(stat -c %i $(dirname $d)) ] && echo right; done");
    }

    [Behaviour]
    private static void ManyNames(Scene s)
    {
        s.Mkdir("many");
        for (int i = 0; i < 5000; i++)
        {
            Sys.OpenAt(s.Root, PathText.Bytes($"many/name-{i:d5}"), OpenFlags.Create | OpenFlags.WriteOnly, out FileFd file, 0b110_000_000).OrThrow();
            file.Dispose();
        }

        Count("after creation");
        for (int i = 0; i < 5000; i += 2)
        {
            Sys.UnlinkAt(s.Root, PathText.Bytes($"many/name-{i:d5}")).OrThrow();
        }

        Count("after removal of half");
        s.Shell("rm -rf many");
        s.Stat("many");

        void Count(string when)
        {
            Sys.OpenAt(s.Root, "many"u8, OpenFlags.Directory, out FileFd folder).OrThrow();
            List<string> names = Scene.Names(folder);
            folder.Dispose();
            s.Say($"{when}: {names.Count} names, {names.Distinct().Count()} of them different, first {names[0]}, last {names[^1]}");
        }
    }

    [Behaviour]
    private static void ListAgainAfterChange(Scene s)
    {
        FileFd folder = s.Open("dir", OpenFlags.Directory);
        s.List(folder);
        s.Create("dir/new", "");
        s.Unlink("dir/a");
        s.List(folder);
        s.Seek(folder, 0, 0);
        s.List(folder);
        FileFd merged = s.Open("merged", OpenFlags.Directory);
        s.List(merged);
        s.Create("merged/new", "");
        s.Unlink("merged/both");
        s.Seek(merged, 0, 0);
        s.List(merged);
    }

    [Behaviour]
    private static void DirectoryChangedWhileItIsRead(Scene s)
    {
        s.Mkdir("busy");
        for (int i = 0; i < 1000; i++)
        {
            Sys.MkdirAt(s.Root, PathText.Bytes($"busy/stays-{i:d4}"), 0b111_000_000).OrThrow();
            Sys.MkdirAt(s.Root, PathText.Bytes($"busy/goes-{i:d4}"), 0b111_000_000).OrThrow();
        }

        Sys.OpenAt(s.Root, "busy"u8, OpenFlags.Directory, out FileFd folder).OrThrow();
        DirectoryReader reader = new(folder, new byte[1024]);
        Dictionary<string, int> seen = [];
        int next = 0;
        while (reader.Next(out Errno error))
        {
            string name = PathText.Show(reader.Name);
            seen[name] = seen.GetValueOrDefault(name) + 1;
            if (next < 1000)
            {
                Sys.RmdirAt(s.Root, PathText.Bytes($"busy/goes-{next:d4}"));
                Sys.MkdirAt(s.Root, PathText.Bytes($"busy/comes-{next++:d4}"), 0b111_000_000);
            }
        }

        folder.Dispose();
        s.Say($"of those that stay {seen.Keys.Count(n => n.StartsWith("stays", StringComparison.Ordinal))} were seen");
        s.Say($"seen twice: {seen.Values.Count(v => v > 1)}");
        s.Shell("ls busy | wc -l; rm -rf busy; ls -d busy");
    }

    [Behaviour]
    private static void RemoveWhileReading(Scene s)
    {
        s.Shell("cp -a merged copy; rm -rf merged dir deep opaque; ls -A . | tr '\\n' ' '; rm -rf copy; ls -d copy");
        s.Mkdir("merged");
        s.List("merged");
    }

    [Behaviour]
    private static void SeekToAnEntryAndReadOn(Scene s)
    {
        s.Mkdir("many");
        for (int i = 0; i < 300; i++)
        {
            Sys.MkdirAt(s.Root, PathText.Bytes($"many/name-{i:d4}"), 0b111_000_000).OrThrow();
        }

        foreach (string path in (string[])["many", "merged", "."])
        {
            Sys.OpenAt(s.Root, PathText.Bytes(path), OpenFlags.Directory, out FileFd folder).OrThrow();
            List<(string Name, long Next)> all = [];
            DirectoryReader reader = new(folder, new byte[512]);
            while (reader.Next(out _))
            {
                all.Add((PathText.Show(reader.Name), reader.NextOffset));
            }

            int right = 0;
            for (int i = 0; i < all.Count - 1; i++)
            {
                Sys.LSeek(folder, all[i].Next, 0, out _);
                DirectoryReader again = new(folder, new byte[512]);
                right += again.Next(out _) && PathText.Show(again.Name) == all[i + 1].Name ? 1 : 0;
            }

            folder.Dispose();
            s.Say($"{path}: {all.Count} entries, {right} found again by their offsets");
        }
    }

    [Behaviour]
    private static void Notifications(Scene s)
    {
        const uint ModifyAttribMovedCreateDelete = 0x2 | 0x4 | 0x40 | 0x80 | 0x100 | 0x200;
        FileFd watch = s.Watch("dir", ModifyAttribMovedCreateDelete);
        s.Create("dir/new", "x");
        s.Events(watch);
        s.Chmod("dir/new", 0b110_000_000);
        s.Events(watch);
        s.Rename("dir/new", "dir/newer");
        s.Events(watch);
        s.Rename("dir/newer", "newest");
        s.Events(watch);
        s.Unlink("dir/a");
        s.Events(watch);
        s.Mkdir("dir/d");
        s.Rmdir("dir/d");
        s.Events(watch);
        FileFd own = s.Watch("newest", ModifyAttribMovedCreateDelete | 0x400);
        s.Overwrite("newest", "y");
        s.Events(own);
        s.Unlink("newest");
        s.Events(own);
    }

    [Behaviour]
    private static void Locks(Scene s)
    {
        foreach (string name in (string[])["file", "new"])
        {
            FileFd one = s.Open(name, OpenFlags.ReadWrite | OpenFlags.Create);
            FileFd two = s.Open(name, OpenFlags.ReadWrite);
            s.FLock(one, 2 | 4);
            s.FLock(two, 2 | 4);
            s.FLock(two, 1 | 4);
            s.FLock(one, 8);
            s.FLock(two, 1 | 4);
            s.FLock(one, 1 | 4);
            s.FLock(one, 2 | 4);
            s.LockRange(one, 1, 0, 10);
            s.LockRange(two, 1, 5, 10);
            s.LockRange(two, 1, 10, 10);
            s.LockRange(two, 0, 5, 1);
            s.LockRange(one, 2, 0, 10);
            s.LockRange(two, 0, 5, 1);
            FileFd reader = s.Open(name, OpenFlags.ReadOnly);
            s.LockRange(reader, 1, 100, 1);
        }
    }

    [Behaviour]
    private static void Sockets(Scene s)
    {
        s.Shell("""
            python3 - <<'END'
            import socket, os
            a = socket.socket(socket.AF_UNIX); a.bind("sock"); a.listen()
            b = socket.socket(socket.AF_UNIX); b.connect("sock")
            c, _ = a.accept(); b.send(b"hello"); print(c.recv(9))
            os.rename("sock", "dir/sock"); d = socket.socket(socket.AF_UNIX); d.connect("dir/sock"); print("connected")
            os.unlink("dir/sock")
            END
            """);
        s.Stat("sock");
    }
}
