using Strata.Linux;

namespace Strata.Conformance;

internal static partial class Behaviours
{
    [Behaviour]
    private static void WriteIntoLowerFile(Scene s)
    {
        FileFd file = s.Open("big", OpenFlags.ReadWrite);
        s.PWrite(file, "in the middle", 50_000);
        s.PWrite(file, "at the end", StandardLower.BigSize);
        s.FStat(file);
        s.PRead(file, 40, 49_990);
        s.Content("big");
        s.Stat("big");
        s.Overwrite("file", "upper");
        s.Content("file");
        s.Overwrite("read-only", "root may");
        s.Content("read-only");
        s.Stat("read-only");
    }

    [Behaviour]
    private static void WriteBehindTheEnd(Scene s)
    {
        FileFd file = s.Open("file", OpenFlags.ReadWrite);
        s.PWrite(file, "far", 100_000);
        s.FStat(file);
        s.Content("file");
        s.PRead(file, 10, 200_000);
    }

    [Behaviour]
    private static void TruncateAndExtend(Scene s)
    {
        s.Truncate("file", 5);
        s.Content("file");
        s.Truncate("big", 70_000);
        s.Content("big");
        s.Truncate("big", 130_000);
        s.Content("big");
        s.Truncate("empty", 10);
        s.Content("empty");
        s.Truncate("dir", 0);
        s.Truncate("symlink", 3);
        s.Content("file");
        s.Truncate("missing", 0);
        s.Truncate("file", -1);
        s.Truncate("fifo", 0);
        FileFd reader = s.Open("xattred", OpenFlags.ReadOnly);
        s.FTruncate(reader, 0);
        FileFd writer = s.Open("xattred", OpenFlags.WriteOnly);
        s.FTruncate(writer, 4);
        s.PRead(reader);
        s.Content("xattred");
    }

    [Behaviour]
    private static void ReaderOfLowerFileKeepsOldContent(Scene s)
    {
        foreach (string name in (string[])["file", "big"])
        {
            FileFd reader = s.Open(name, OpenFlags.ReadOnly);
            s.PRead(reader, 12);
            FileFd writer = s.Open(name, OpenFlags.ReadWrite);
            s.PWrite(writer, "CHANGED", 0);
            s.PRead(reader, 12);
            s.PRead(writer, 12);
            s.FStat(writer);
            FileFd later = s.Open(name, OpenFlags.ReadOnly);
            s.PRead(later, 12);
            s.PWrite(writer, "AGAIN", 0);
            s.PRead(later, 12);
            s.PRead(reader, 12);
        }
    }

    [Behaviour]
    private static void ReaderBeforeAndWriterAfterCopyUpByAttributes(Scene s)
    {
        FileFd reader = s.Open("big", OpenFlags.ReadOnly);
        s.Chmod("big", 0b110_000_000);
        s.FStat(reader);
        s.PRead(reader, 10);
        FileFd writer = s.Open("big", OpenFlags.WriteOnly);
        s.PWrite(writer, "after chmod", 0);
        FileFd second = s.Open("big", OpenFlags.ReadOnly);
        s.PRead(second, 20);
        s.FStat(reader);
    }

    [Behaviour]
    private static void UnlinkedButOpen(Scene s)
    {
        FileFd lower = s.Open("big", OpenFlags.ReadOnly);
        FileFd upper = s.Open("new", OpenFlags.ReadWrite | OpenFlags.Create);
        s.Write(upper, "before\n");
        FileFd copied = s.Open("file", OpenFlags.ReadWrite);
        s.Unlink("big");
        s.Unlink("new");
        s.Unlink("file");
        s.Stat("new");
        s.FStat(lower);
        s.FStat(upper);
        s.FStat(copied);
        s.PRead(lower, 10);
        s.PWrite(upper, "after\n", 7);
        s.PRead(upper);
        s.PWrite(copied, "after", 0);
        s.PRead(copied);
        s.FTruncate(upper, 3);
        s.FStat(upper);
        s.FChmod(upper, 0b111_000_000);
        s.FChown(upper, 7, 8);
        s.FStat(upper);
        s.FChmod(lower, 0b111_000_000);
        s.FStat(lower);
        s.Create("file", "another\n");
        s.PRead(copied);
        s.Content("file");
    }

    [Behaviour]
    private static void RenamedOverWhileOpen(Scene s)
    {
        FileFd old = s.Open("file", OpenFlags.ReadOnly);
        FileFd oldWriter = s.Open("link1", OpenFlags.ReadWrite);
        s.Create("new", "new content\n");
        s.Create("new2", "second\n");
        s.Rename("new", "file");
        s.Rename("new2", "link1");
        s.PRead(old);
        s.FStat(old);
        s.PWrite(oldWriter, "still here", 0);
        s.PRead(oldWriter);
        s.FStat(oldWriter);
        s.Content("file");
        s.Content("link1");
        s.Content("link2");
    }

    [Behaviour]
    private static void SharedMapAndReadSeeEachOther(Scene s)
    {
        foreach (string name in (string[])["big", "new"])
        {
            FileFd file = s.Open(name, OpenFlags.ReadWrite | OpenFlags.Create);
            s.FTruncate(file, 8192);
            Errno error = SharedMap.Map(file, 8192, writable: true, out SharedMap? map);
            s.Say($"mmap: {error}");
            if (map is null)
            {
                continue;
            }

            map.Write(100, "by the map"u8);
            s.PRead(file, 20, 95);
            s.PWrite(file, "by pwrite", 4096);
            byte[] seen = new byte[9];
            map.Read(4096, seen);
            s.Say($"map sees {System.Text.Encoding.ASCII.GetString(seen)}");
            s.Say($"msync: {map.Sync()}");
            map.Dispose();
            s.Content(name);
        }
    }

    [Behaviour]
    private static void ReadOnlyMapOfLowerFileKeepsOldContent(Scene s)
    {
        FileFd file = s.Open("big", OpenFlags.ReadOnly);
        Errno error = SharedMap.Map(file, 4096, writable: false, out SharedMap? map);
        s.Say($"mmap: {error}");
        if (map is not null)
        {
            byte[] before = new byte[16];
            map.Read(0, before);
            s.Overwrite("big", "0123456789abcdef");
            byte[] after = new byte[16];
            map.Read(0, after);
            s.Say($"the map is {(before.AsSpan().SequenceEqual(after) ? "unchanged" : "changed")}");
            map.Dispose();
        }

        s.Content("big");
        s.Say($"a writable map of a file open for reading: {SharedMap.Map(file, 4096, writable: true, out _)}");
    }

    [Behaviour]
    private static void AllocateAndPunch(Scene s)
    {
        FileFd file = s.Open("big", OpenFlags.ReadWrite);
        s.Allocate(file, 0, 90_000, 30_000);
        s.FStat(file);
        s.Allocate(file, 1, 200_000, 10_000);
        s.FStat(file);
        s.Allocate(file, 3, 4096, 8192);
        s.Content("big");
        s.Allocate(file, 0x10, 16384, 4096);
        s.Content("big");
        s.Allocate(file, 2, 0, 4096);
        s.Allocate(file, 0, 0, 0);
        s.Allocate(file, 0, -1, 10);
        s.Allocate(file, 0x40, 0, 4096);
        FileFd reader = s.Open("file", OpenFlags.ReadOnly);
        s.Allocate(reader, 0, 0, 100);
        FileFd fresh = s.Open("fresh", OpenFlags.ReadWrite | OpenFlags.Create);
        s.Allocate(fresh, 0, 0, 5000);
        s.FStat(fresh);
        s.Content("fresh");
    }

    [Behaviour]
    private static void HolesAndData(Scene s)
    {
        const int Data = 3;
        const int Hole = 4;
        FileFd file = s.Open("sparse", OpenFlags.ReadWrite | OpenFlags.Create);
        s.FTruncate(file, 1_048_576);
        s.PWrite(file, "data", 524_288);
        s.Sync(file);
        s.Seek(file, 0, Data);
        s.Seek(file, 0, Hole);
        s.Seek(file, 524_288, Hole);
        s.Seek(file, 600_000, Data);
        s.Seek(file, 2_000_000, Data);
        FileFd lower = s.Open("big", OpenFlags.ReadOnly);
        s.Seek(lower, 0, Data);
        s.Seek(lower, 0, Hole);
        s.Seek(lower, 99_999, Data);
        s.Seek(lower, StandardLower.BigSize, Data);
        FileFd small = s.Open("file", OpenFlags.ReadOnly);
        s.Seek(small, 0, Data);
        s.Seek(small, 0, Hole);
        s.Seek(small, -1, 0);
        s.Seek(small, 0, 2);
        s.Seek(small, -3, 2);
        s.Seek(small, 0, 9);
    }

    [Behaviour]
    private static void CopyBetweenFiles(Scene s)
    {
        FileFd source = s.Open("big", OpenFlags.ReadOnly);
        FileFd target = s.Open("copy", OpenFlags.ReadWrite | OpenFlags.Create);
        s.CopyRange(source, 0, target, 0, 60_000);
        s.CopyRange(source, 60_000, target, 60_000, 100_000);
        s.CopyRange(source, StandardLower.BigSize, target, 0, 10);
        s.FStat(target);
        s.Content("copy");
        FileFd lower = s.Open("file", OpenFlags.ReadWrite);
        s.CopyRange(source, 10, lower, 3, 5);
        s.Content("file");
        s.CopyRange(target, 0, target, 100_000, 1000);
        s.CopyRange(target, 0, target, 10, 1000);
        s.CopyRange(source, 0, source, 100, 10);
        FileFd reader = s.Open("xattred", OpenFlags.ReadOnly);
        s.CopyRange(source, 0, reader, 0, 10);
        s.Content("copy");
    }

    [Behaviour]
    private static void Syncing(Scene s)
    {
        FileFd lower = s.Open("file", OpenFlags.ReadOnly);
        s.Sync(lower);
        FileFd upper = s.Open("new", OpenFlags.ReadWrite | OpenFlags.Create);
        s.Write(upper, "x");
        s.Sync(upper);
        s.Say($"fdatasync: {Sys.FDataSync(upper)}");
        s.Say($"syncfs: {Sys.SyncFs(upper)}");
        FileFd folder = s.Open("dir", OpenFlags.Directory);
        s.Sync(folder);
        s.Say($"syncfs of a directory: {Sys.SyncFs(folder)}");
    }

    [Behaviour]
    private static void ReadAndWriteTheWrongThing(Scene s)
    {
        FileFd folder = s.Open("dir", OpenFlags.Directory);
        s.PRead(folder, 10);
        FileFd reader = s.Open("file", OpenFlags.ReadOnly);
        s.PWrite(reader, "x", 0);
        FileFd writer = s.Open("file", OpenFlags.WriteOnly);
        s.PRead(writer, 10);
        s.PWrite(writer, "x", -1);
        s.PRead(reader, 10, -1);
    }
}
