using Strata.Linux;
using Xunit;

namespace Strata.Fuse.Tests;

[Trait("Kind", "Mount")]
public class MountTests
{
    [Fact]
    public void FileWrittenInTheMount_IsReadBack()
    {
        using MemoryMount mount = new(new MemoryFileSystem());
        byte[] content = new byte[3_000_000];
        new Random(7).NextBytes(content);

        File.WriteAllBytes(mount.At("big"), content);
        File.AppendAllText(mount.At("small"), "one");
        File.AppendAllText(mount.At("small"), "two");

        Assert.Equal(content, File.ReadAllBytes(mount.At("big")));
        Assert.Equal("onetwo", File.ReadAllText(mount.At("small")));
        Assert.Empty(mount.Log.Lines);
    }

    [Fact]
    public void OpenWithTruncate_EmptiesTheFileInTheSameRequest()
    {
        using MemoryMount mount = new(new MemoryFileSystem());
        File.WriteAllText(mount.At("file"), "long content");
        int changes = mount.Files.CallsOf(nameof(IFileSystem.SetAttributes));

        Sys.OpenAt(FileFd.WorkingDirectory, mount.PathOf("file"), OpenFlags.WriteOnly | OpenFlags.Truncate, out FileFd file).OrThrow();
        file.Dispose();

        Assert.Equal(0, new FileInfo(mount.At("file")).Length);
        Assert.Equal(changes, mount.Files.CallsOf(nameof(IFileSystem.SetAttributes)));
    }

    [Fact]
    public void TwoThousandNames_AreListedOnceEach()
    {
        using MemoryMount mount = new(new MemoryFileSystem());
        for (int i = 0; i < 2000; i++)
        {
            mount.Files.Add($"name-{i:d5}", FileMode.Regular | 0x1a4, []);
        }

        string[] names = [.. Directory.EnumerateFileSystemEntries(mount.Directory).Select(static path => Path.GetFileName(path)).Order()];

        Assert.Equal(Enumerable.Range(0, 2000).Select(static i => $"name-{i:d5}"), names);
    }

    [Fact]
    public void ListingWithAttributes_LeavesNoLookupForStat()
    {
        using MemoryMount mount = new(new MemoryFileSystem());
        mount.Files.Add("a", FileMode.Regular | 0x1a4, [1, 2, 3]);
        mount.Files.Add("b", FileMode.Regular | 0x1a4, []);

        _ = Directory.GetFileSystemEntries(mount.Directory);
        long length = new FileInfo(mount.At("a")).Length;

        Assert.Equal(3, length);
        Assert.Equal(0, mount.Files.CallsOf(nameof(IFileSystem.Lookup)));
    }

    [Fact]
    public void ListingWithoutAttributes_LooksUpEachName()
    {
        using MemoryMount mount = new(new MemoryFileSystem(), new SessionOptions { ReadDirectoryPlus = false });
        mount.Files.Add("a", FileMode.Regular | 0x1a4, [1, 2, 3]);

        string[] names = Directory.GetFileSystemEntries(mount.Directory);
        long length = new FileInfo(mount.At("a")).Length;

        Assert.Equal([mount.At("a")], names);
        Assert.Equal(3, length);
        Assert.Equal(1, mount.Files.CallsOf(nameof(IFileSystem.Lookup)));
    }

    [Fact]
    public void OpenDirectoryAnsweredWithEnosys_IsNotAskedAgain()
    {
        using MemoryMount mount = new(new MemoryFileSystem { HasNoOpenDirectory = true });
        mount.Files.Add("a", FileMode.Regular | 0x1a4, []);

        for (int i = 0; i < 5; i++)
        {
            Assert.Single(Directory.GetFileSystemEntries(mount.Directory));
        }

        Assert.Equal(1, mount.Files.CallsOf(nameof(IFileSystem.OpenDirectory)));
    }

    [Fact]
    public void RenameWithFlags_ReachesTheFileSystem()
    {
        using MemoryMount mount = new(new MemoryFileSystem());
        File.WriteAllText(mount.At("a"), "A");
        File.WriteAllText(mount.At("b"), "B");

        Errno refused = Sys.RenameAt(FileFd.WorkingDirectory, mount.PathOf("a"), FileFd.WorkingDirectory, mount.PathOf("b"), RenameFlags.NoReplace);
        Errno exchanged = Sys.RenameAt(FileFd.WorkingDirectory, mount.PathOf("a"), FileFd.WorkingDirectory, mount.PathOf("b"), RenameFlags.Exchange);
        Errno whiteout = Sys.RenameAt(FileFd.WorkingDirectory, mount.PathOf("a"), FileFd.WorkingDirectory, mount.PathOf("c"), RenameFlags.Whiteout);

        Assert.Equal(Errno.EEXIST, refused);
        Assert.Equal(Errno.Ok, exchanged);
        Assert.Equal("B", File.ReadAllText(mount.At("a")));
        Assert.Equal("A", File.ReadAllText(mount.At("b")));
        Assert.Equal(Errno.EINVAL, whiteout);
    }

    [Fact]
    public void NamesOfEveryKind_AreMadeAndRemoved()
    {
        using MemoryMount mount = new(new MemoryFileSystem());

        Sys.MkdirAt(FileFd.WorkingDirectory, mount.PathOf("directory"), 0x1ed).OrThrow();
        Sys.SymlinkAt("where/to"u8, FileFd.WorkingDirectory, mount.PathOf("symlink")).OrThrow();
        Sys.MknodAt(FileFd.WorkingDirectory, mount.PathOf("device"), FileMode.CharDevice | 0x180, new DeviceNumber(5, 70000)).OrThrow();
        File.WriteAllText(mount.At("directory/file"), "x");
        Sys.LinkAt(FileFd.WorkingDirectory, mount.PathOf("directory/file"), FileFd.WorkingDirectory, mount.PathOf("link")).OrThrow();

        Sys.StatAt(FileFd.WorkingDirectory, mount.PathOf("device"), out FileStat device).OrThrow();
        Assert.Equal(new DeviceNumber(5, 70000), device.Rdev);
        Sys.StatAt(FileFd.WorkingDirectory, mount.PathOf("link"), out FileStat link).OrThrow();
        Assert.Equal(2u, link.Links);
        Assert.Equal("where/to", new FileInfo(mount.At("symlink")).LinkTarget);
        Assert.Equal(Errno.ENOTEMPTY, Sys.RmdirAt(FileFd.WorkingDirectory, mount.PathOf("directory")));
        Sys.UnlinkAt(FileFd.WorkingDirectory, mount.PathOf("directory/file")).OrThrow();
        Sys.RmdirAt(FileFd.WorkingDirectory, mount.PathOf("directory")).OrThrow();
        Assert.Equal(["device", "link", "symlink"], Directory.GetFileSystemEntries(mount.Directory).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void NameOfTwoHundredFiftySixBytes_IsTooLong()
    {
        using MemoryMount mount = new(new MemoryFileSystem());
        string longest = new('n', 255);
        File.WriteAllText(mount.At(longest), "x");

        Errno error = Sys.StatAt(FileFd.WorkingDirectory, mount.PathOf(longest + "n"), out _);

        Assert.Equal("x", File.ReadAllText(mount.At(longest)));
        Assert.Equal(Errno.ENAMETOOLONG, error);
    }

    [Fact]
    public void UnlinkedOpenFile_KeepsItsContentAndHasNoLinks()
    {
        using MemoryMount mount = new(new MemoryFileSystem());
        File.WriteAllText(mount.At("file"), "kept");
        Sys.OpenAt(FileFd.WorkingDirectory, mount.PathOf("file"), OpenFlags.ReadOnly, out FileFd file).OrThrow();
        using FileFd owned = file;

        File.Delete(mount.At("file"));

        Sys.FStat(file, out FileStat stat).OrThrow();
        Assert.Equal(0u, stat.Links);
        byte[] content = new byte[10];
        Sys.PRead(file, content, 0, out int count).OrThrow();
        Assert.Equal("kept"u8, content.AsSpan(0, count));
    }

    [Fact]
    public void TimesOwnersAndBirth_AreShown()
    {
        using MemoryMount mount = new(new MemoryFileSystem());
        File.WriteAllText(mount.At("file"), "x");

        Sys.UtimensAt(FileFd.WorkingDirectory, mount.PathOf("file"), Timestamp.Omit, new Timestamp(-5, 123456789)).OrThrow();
        Sys.FChownAt(FileFd.WorkingDirectory, mount.PathOf("file"), 1234, 70000).OrThrow();

        Sys.StatAt(FileFd.WorkingDirectory, mount.PathOf("file"), out FileStat stat).OrThrow();
        Assert.Equal(new Timestamp(-5, 123456789), stat.Modified);
        Assert.Equal((1234u, 70000u), (stat.Uid, stat.Gid));
        Assert.Equal(new Timestamp(1_000_000_000, 7), stat.Created);
    }

    [Fact]
    public void TemporaryFile_HasNoName()
    {
        using MemoryMount mount = new(new MemoryFileSystem());

        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(mount.Directory), OpenFlags.TemporaryFile | OpenFlags.ReadWrite, out FileFd file, 0x180).OrThrow();
        using FileFd owned = file;
        Sys.WriteAll(file, "temporary"u8).OrThrow();

        Sys.FStat(file, out FileStat stat).OrThrow();
        Assert.Equal((0u, 9ul), (stat.Links, stat.Size));
        Assert.Empty(Directory.GetFileSystemEntries(mount.Directory));
    }

    [Fact]
    public void AllocateSeekAndCopy_ReachTheFileSystem()
    {
        using MemoryMount mount = new(new MemoryFileSystem());
        File.WriteAllText(mount.At("from"), "0123456789");
        Sys.OpenAt(FileFd.WorkingDirectory, mount.PathOf("from"), OpenFlags.ReadWrite, out FileFd from).OrThrow();
        Sys.OpenAt(FileFd.WorkingDirectory, mount.PathOf("to"), OpenFlags.ReadWrite | OpenFlags.Create, out FileFd to, 0x1a4).OrThrow();
        using FileFd ownedFrom = from;
        using FileFd ownedTo = to;

        Sys.FAllocate(to, 0, 0, 4096).OrThrow();
        Sys.CopyFileRange(from, 2, to, 5, 4, out long copied).OrThrow();
        Errno beyond = Sys.LSeek(from, 10, 3, out _);
        Sys.LSeek(from, 3, 4, out long hole).OrThrow();

        Assert.Equal(4, copied);
        Assert.Equal(4096, new FileInfo(mount.At("to")).Length);
        Assert.Equal("2345"u8, File.ReadAllBytes(mount.At("to")).AsSpan(5, 4));
        Assert.True(mount.Files.CallsOf(nameof(IFileSystem.CopyFileRange)) > 0);
        Assert.Equal(Errno.ENXIO, beyond);
        Assert.Equal(10, hole);
    }

    [Fact]
    public void ExtendedAttributes_AreSetListedAndRemoved()
    {
        using MemoryMount mount = new(new MemoryFileSystem());
        File.WriteAllText(mount.At("file"), "x");
        byte[] large = new byte[40_000];
        Random.Shared.NextBytes(large);
        byte[] value = new byte[65536];

        Sys.LSetXattr(FileFd.WorkingDirectory, mount.PathOf("file"), "user.small"u8, "abc"u8).OrThrow();
        Sys.LSetXattr(FileFd.WorkingDirectory, mount.PathOf("file"), "trusted.large"u8, large).OrThrow();
        Sys.LGetXattr(FileFd.WorkingDirectory, mount.PathOf("file"), "trusted.large"u8, value, out int length).OrThrow();
        Errno tooSmall = Sys.LGetXattr(FileFd.WorkingDirectory, mount.PathOf("file"), "user.small"u8, value.AsSpan(0, 2), out _);
        Sys.LGetXattr(FileFd.WorkingDirectory, mount.PathOf("file"), "user.small"u8, default, out int asked).OrThrow();
        Sys.LListXattr(FileFd.WorkingDirectory, mount.PathOf("file"), value, out int listed).OrThrow();

        Assert.Equal("trusted.large\0user.small\0"u8, value.AsSpan(0, listed));
        Sys.LGetXattr(FileFd.WorkingDirectory, mount.PathOf("file"), "trusted.large"u8, value, out length).OrThrow();
        Assert.Equal(large, value[..length]);
        Assert.Equal(Errno.ERANGE, tooSmall);
        Assert.Equal(3, asked);
        Sys.LRemoveXattr(FileFd.WorkingDirectory, mount.PathOf("file"), "user.small"u8).OrThrow();
        Assert.Equal(Errno.ENODATA, Sys.LGetXattr(FileFd.WorkingDirectory, mount.PathOf("file"), "user.small"u8, value, out _));
    }

    [Fact]
    public void FreeSpace_IsShown()
    {
        using MemoryMount mount = new(new MemoryFileSystem());
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(mount.Directory), OpenFlags.Directory, out FileFd root).OrThrow();
        using FileFd owned = root;

        Sys.FStatFs(root, out FileSystemStat stat).OrThrow();

        Assert.Equal((1000ul, 400ul, 255L), (stat.Blocks, stat.BlocksAvailable, stat.NameLength));
        Assert.Equal(0x65735546, stat.Type);
    }
}
