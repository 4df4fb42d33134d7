using Strata.Linux;

namespace Strata.Conformance;

internal static partial class Behaviours
{
    private const OpenFlags Creating = OpenFlags.Create | OpenFlags.WriteOnly;

    [Behaviour]
    private static void CreateNewFile(Scene s)
    {
        s.Create("new", "hello\n");
        s.Content("new");
        s.Stat("new");
        s.Create("dir/new", "in a lower directory\n", 0b110_000_000);
        s.Stat("dir/new");
        s.Content("dir/new");
        s.List("dir");
        s.Create("deep/1/2/3/new", "deep\n");
        s.List("deep/1/2/3");
    }

    [Behaviour]
    private static void CreateWithUmaskAndOddModes(Scene s)
    {
        uint old = Sys.SetUmask(0b010_010);
        s.Create("masked", "", 0b110_110_110);
        s.Mkdir("masked-dir", 0b111_111_111);
        Sys.SetUmask(0);
        s.Create("all", "", 0b111_111_111_111);
        s.Mkdir("all-dir", 0b111_111_111_111);
        s.Create("none", "", 0);
        Sys.SetUmask(old);
        foreach (string name in (string[])["masked", "masked-dir", "all", "all-dir", "none"])
        {
            s.Stat(name);
        }
    }

    [Behaviour]
    private static void ExclusiveCreation(Scene s)
    {
        foreach (string name in (string[])["file", "dir", "symlink", "dangling", "fifo", "removed", "merged/gone", "merged/both", "nothing/x", "file/x"])
        {
            s.TryOpen(name, Creating | OpenFlags.Exclusive);
        }

        s.Stat("removed");
        s.Stat("merged/gone");
    }

    [Behaviour]
    private static void CreationOfWhatIsThere(Scene s)
    {
        foreach (string name in (string[])["file", "dir", "symlink", "dangling", "dir-symlink", "loop", "nothing/x", "file/x", "null"])
        {
            s.TryOpen(name, Creating);
        }

        s.Stat("nowhere");
        s.Stat("dangling");
        s.Content("file");
    }

    [Behaviour]
    private static void OpenWithEveryAccess(Scene s)
    {
        foreach (string name in (string[])["file", "read-only", "dir", "symlink", "dir-symlink", "dangling", "loop", "missing", "removed", "null"])
        {
            foreach (OpenFlags flags in (OpenFlags[])[OpenFlags.ReadOnly, OpenFlags.WriteOnly, OpenFlags.ReadWrite, OpenFlags.Directory,
                OpenFlags.NoFollow, OpenFlags.Path | OpenFlags.NoFollow, OpenFlags.ReadOnly | OpenFlags.Truncate])
            {
                s.TryOpen(name, flags);
            }
        }
    }

    [Behaviour]
    private static void TruncateAtOpen(Scene s)
    {
        foreach (string name in (string[])["file", "big", "merged/both", "link1"])
        {
            s.TryOpen(name, OpenFlags.WriteOnly | OpenFlags.Truncate);
            s.Stat(name);
            s.Content(name);
        }

        s.Stat("link2");
        s.TryOpen("read-only", OpenFlags.ReadOnly | OpenFlags.Truncate);
        s.Stat("read-only");
    }

    [Behaviour]
    private static void AppendToLowerAndNewFile(Scene s)
    {
        FileFd file = s.Open("file", OpenFlags.WriteOnly | OpenFlags.Append);
        s.Write(file, "one\n");
        FileFd other = s.Open("file", OpenFlags.WriteOnly | OpenFlags.Append);
        s.Write(other, "two\n");
        s.Write(file, "three\n");
        s.PWrite(file, "pwrite appends\n", 0);
        s.Content("file");
        s.Create("new", "start\n");
        FileFd appended = s.Open("new", OpenFlags.ReadWrite | OpenFlags.Append);
        s.Write(appended, "end\n");
        s.PRead(appended);
    }

    [Behaviour]
    private static void UnnamedTemporaryFile(Scene s)
    {
        foreach (string directory in (string[])[".", "dir", "merged"])
        {
            FileFd file = s.Open(directory, OpenFlags.TemporaryFile | OpenFlags.ReadWrite, 0b110_100_000);
            s.Write(file, "unnamed\n");
            s.FStat(file);
            s.LinkOpen(file, directory + "/named");
            s.FStat(file);
            s.Content(directory + "/named");
            s.Stat(directory + "/named");
        }

        FileFd sealedOff = s.Open("dir", OpenFlags.TemporaryFile | OpenFlags.ReadWrite | OpenFlags.Exclusive);
        s.LinkOpen(sealedOff, "dir/exclusive");
        s.List("dir");
        s.Open("dir", OpenFlags.TemporaryFile);
    }

    [Behaviour]
    private static void DirectIo(Scene s)
    {
        s.TryOpen("big", OpenFlags.ReadOnly | OpenFlags.Direct);
        s.TryOpen("big", OpenFlags.ReadWrite | OpenFlags.Direct);
        s.Content("big");
    }

    [Behaviour]
    private static void DescriptorsOpenedAnew(Scene s) => s.Python("""
        for n, removed in (('big', False), ('file', True)):
            f = op(n)
            os.pread(f, 4, 0)
            os.unlink(n) if removed else None
            g = op(f'/proc/self/fd/{f}', what='for reading')
            t('pread', os.pread, g, 10, 0)
            h = op(f'/proc/self/fd/{f}', os.O_RDWR, what='for writing')
            t('pwrite', os.pwrite, h, b'WRITTEN', 0)
            t('pread', os.pread, h, 10, 0)
            for d in (f, g, h):
                os.close(d) if d >= 0 else None
            op(n, os.O_RDWR, what='by name')
            ls(n)
        """);

    [Behaviour]
    private static void NonBlockingFifoAndDevice(Scene s)
    {
        s.Open("fifo", OpenFlags.WriteOnly | OpenFlags.NonBlocking);
        FileFd reader = s.Open("fifo", OpenFlags.ReadOnly | OpenFlags.NonBlocking);
        FileFd writer = s.Open("fifo", OpenFlags.WriteOnly | OpenFlags.NonBlocking);
        s.Write(writer, "through the pipe");
        byte[] buffer = new byte[64];
        Errno error = Sys.Read(reader, buffer, out int got);
        s.Say($"read: {error} {got}");
        FileFd device = s.Open("null", OpenFlags.ReadWrite);
        s.Write(device, "gone");
        s.PRead(device, 10);
        s.Open("loop0", OpenFlags.ReadOnly);
        s.Stat("fifo");
        s.Stat("null");
        s.Stat("loop0");
    }
}
