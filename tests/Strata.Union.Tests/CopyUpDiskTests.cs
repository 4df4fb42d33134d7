using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

/// <summary>Copy-up on real file systems: blocks are shared where they can be, and a failure in the middle leaves nothing.</summary>
[Trait("Kind", "Mount")]
public sealed class CopyUpDiskTests
{
    [Theory]
    [InlineData("xfs")]
    [InlineData("btrfs")]
    public void CopyUp_SharesBlocks_WhereTheFileSystemCan(string kind)
    {
        using TestDisk disk = new(kind);
        using UnionFixture union = new(disk.Root);
        File.WriteAllBytes(union.Lower("large"), Noise(40 << 20));
        File.WriteAllBytes(union.Lower("meta"), Noise(40 << 20));
        TestDisk.Run("sync", "-f", disk.Root);
        long before = Free(disk.Root);
        Open(union, "large", OpenFlags.WriteOnly).Dispose();
        union.Tree.SetAttributes(union.Node("meta"), null, new NodeChange { Mode = 0x180 }, union.Changes, out _).OrThrow();
        Open(union, "meta", OpenFlags.WriteOnly).Dispose();
        TestDisk.Run("sync", "-f", disk.Root);
        Assert.InRange(before - Free(disk.Root), 0, 8 << 20);
        foreach (string name in (string[])["large", "meta"])
        {
            Assert.Contains("shared", TestDisk.Run("filefrag", "-v", union.Upper(name)), StringComparison.Ordinal);
            Assert.Equal(File.ReadAllBytes(union.Lower(name)), File.ReadAllBytes(union.Upper(name)));
        }
    }

    [Theory]
    [InlineData("ext4")]
    [InlineData("xfs")]
    [InlineData("btrfs")]
    [InlineData("tmpfs")]
    public void SparseFile_StaysSparse(string kind)
    {
        using TestDisk disk = new(kind);
        using UnionFixture union = new(disk.Root) { Options = new UnionOptions { Metacopy = false } };
        using (FileStream sparse = File.Create(union.Lower("sparse")))
        {
            sparse.Write(Noise(5000));
            sparse.Seek(100 << 20, SeekOrigin.Begin);
            sparse.Write(Noise(5000));
            sparse.SetLength(200 << 20);
        }

        Open(union, "sparse", OpenFlags.WriteOnly).Dispose();
        FileStat stat = union.Stat("sparse");
        Assert.Equal(200u << 20, stat.Size);
        Assert.InRange(stat.Blocks, 1u, 200u);
        TestDisk.Run("cmp", union.Lower("sparse"), union.Upper("sparse"));
    }

    [Theory]
    [InlineData("ext4", false)]
    [InlineData("ext4", true)]
    [InlineData("xfs", false)]
    [InlineData("tmpfs", true)]
    public void DiskThatFillsUpInTheMiddle_IsENOSPC_AndLeavesNothing(string kind, bool attributesFirst)
    {
        // The lower elsewhere, so that nothing can be shared.
        using TestDisk disk = new(kind);
        using UnionFixture union = new(disk.Root);
        using TestDisk below = new("tmpfs", 400);
        Sys.Mount(UnionFixture.Bytes(below.Root), UnionFixture.Bytes(union.At("lower2")), default, MountFlags.Bind, default).OrThrow();
        try
        {
            File.WriteAllBytes(union.Lower("large"), Noise(30 << 20));
            UnionNode node = union.Node("large");
            if (attributesFirst)
            {
                union.Tree.SetAttributes(node, null, new NodeChange { Mode = 0x180, Modified = new Timestamp(1_000_000, 3) }, union.Changes, out _).OrThrow();
            }

            Fill(disk.Root, leave: 10 << 20);
            FileStat before = union.Stat("large");
            long free = Free(disk.Root);
            string upper = Everything(union);
            Errno error = union.Tree.Open(node, OpenFlags.WriteOnly, false, union.Changes, out _);
            Assert.Equal(Errno.ENOSPC, error);
            Assert.Equal(upper, Everything(union));
            Assert.Equal(before with { Changed = default, Accessed = default }, union.Stat("large") with { Changed = default, Accessed = default });
            TestDisk.Run("sync", "-f", disk.Root);
            Assert.InRange(free - Free(disk.Root), -(1 << 20), 1 << 20);
            File.Delete(Path.Combine(disk.Root, "fill"));
            TestDisk.Run("sync", "-f", disk.Root);
            Open(union, "large", OpenFlags.WriteOnly).Dispose();
            TestDisk.Run("cmp", union.Lower("large"), union.Upper("large"));
            union.Close();
        }
        finally
        {
            union.Close();
            TestDisk.Unmount(union.At("lower2"));
        }
    }

    [Fact]
    public void QuotaThatIsUsedUpInTheMiddle_IsEDQUOT_AndLeavesNothing()
    {
        using TestDisk disk = new("btrfs");
        using TestDisk below = new("tmpfs", 100);
        TestDisk.Run("btrfs", "quota", "enable", disk.Root);
        TestDisk.Run("btrfs", "subvolume", "create", $"{disk.Root}/limited");
        TestDisk.Run("btrfs", "qgroup", "limit", "10M", $"{disk.Root}/limited");
        using UnionFixture union = new($"{disk.Root}/limited");
        Sys.Mount(UnionFixture.Bytes(below.Root), UnionFixture.Bytes(union.At("lower2")), default, MountFlags.Bind, default).OrThrow();
        try
        {
            File.WriteAllBytes(union.Lower("large"), Noise(30 << 20));
            Assert.Equal(Errno.EDQUOT, union.Tree.Open(union.Node("large"), OpenFlags.WriteOnly, false, union.Changes, out _));
            Assert.Empty(Directory.EnumerateFileSystemEntries(union.At("upper")));
            Assert.Empty(Directory.EnumerateFileSystemEntries(union.At("work/work")));
            Assert.Equal(30u << 20, union.Stat("large").Size);
        }
        finally
        {
            union.Close();
            TestDisk.Unmount(union.At("lower2"));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ContentThatCannotBeRead_IsEIO_AndLeavesNothing(bool attributesFirst)
    {
        byte[] content = Noise(1 << 20);
        using ChainFixture union = new(new ChainLayer().File("large", content));
        UnionNode node = union.Node("large");
        if (attributesFirst)
        {
            union.Tree.SetAttributes(node, null, new NodeChange { Mode = 0x180, Modified = new Timestamp(1_000_000, 3) }, union.Changes, out _).OrThrow();
        }

        // Half of the object is lost.
        using (FileStream damaged = File.OpenWrite(ChainLayer.PathOf(content, union.At("objects"))))
        {
            damaged.SetLength(512 << 10);
        }

        FileStat before = union.Stat("large");
        string upper = Everything(union);
        Assert.Equal(Errno.EIO, union.Tree.Open(node, OpenFlags.WriteOnly, false, union.Changes, out _));
        Assert.Equal(upper, Everything(union));
        Assert.Equal(before.Modified, union.Stat("large").Modified);
        Assert.Equal(before.Size, union.Stat("large").Size);

        // Without its end it needs none of what is lost.
        union.Overwrite("large", "new");
        Assert.Equal("new", union.Read("large"));
    }

    [Fact]
    public void UpperThatTurnsReadOnly_IsEROFS_AndLosesNothing()
    {
        using TestDisk disk = new("ext4");
        using UnionFixture union = new(disk.Root);
        union.Write(union.Lower("d/a"), "a");
        union.Write(union.Lower("d/b"), "b");
        union.Create("", "new", "new");
        union.Overwrite("d/a", "changed");
        string before = union.Describe();
        TestDisk.Run("sync", "-f", disk.Root);
        TestDisk.Run("mount", "-o", "remount,ro", disk.Root);
        Assert.Equal(Errno.EROFS, union.Unlink("d", "a"));
        Assert.Equal(Errno.EROFS, union.Unlink("d", "b"));
        Assert.Equal(Errno.EROFS, union.Rename("d", "b", "", "c"));
        Assert.Equal(Errno.EROFS, union.MakeDirectory("d", "dir"));
        Assert.Equal(Errno.EROFS, union.Tree.Open(union.Node("d/b"), OpenFlags.WriteOnly, false, union.Changes, out _));
        Assert.Equal(Errno.EROFS, union.Tree.SetAttributes(union.Node("d/a"), null, new NodeChange { Mode = 0x180 }, union.Changes, out _));
        Assert.Equal(Errno.EROFS, union.Tree.SetXattr(union.Node("new"), "user.x"u8, "y"u8, 0, false, union.Changes));
        Assert.Equal(before, union.Describe());
        TestDisk.Run("mount", "-o", "remount,rw", disk.Root);
        union.Close();
        union.Unlink("d", "a").OrThrow();
        union.Overwrite("d/b", "changed");
        Assert.Equal(union.Describe(), union.DescribeByKernel());
    }

    private static OpenFile Open(UnionFixture union, string path, OpenFlags flags)
    {
        union.Tree.Open(union.Node(path), flags, false, union.Changes, out OpenFile? file).OrThrow(path);
        return file!;
    }

    /// <summary>All that lies in upper and work folder.</summary>
    private static string Everything(UnionFixture union) =>
        TestDisk.Run("find", union.At("upper"), "-printf", "%p %s %b %T@\n") + TestDisk.Run("find", union.At("work"), "-mindepth", "2", "-printf", "%p %s\n");

    private static byte[] Noise(int length)
    {
        byte[] noise = new byte[length];
        new Random(length).NextBytes(noise);
        return noise;
    }

    private static long Free(string path)
    {
        using FileFd folder = UnionFixture.OpenFolder(path);
        Sys.FStatFs(folder, out FileSystemStat stat).OrThrow();
        return (long)stat.BlocksFree * stat.BlockSize;
    }

    private static void Fill(string path, long leave)
    {
        using FileStream file = File.Create(Path.Combine(path, "fill"));
        byte[] noise = Noise(1 << 20);
        using FileFd folder = UnionFixture.OpenFolder(path);
        while (true)
        {
            Sys.FStatFs(folder, out FileSystemStat stat).OrThrow();
            if ((long)stat.BlocksAvailable * stat.BlockSize <= leave)
            {
                return;
            }

            file.Write(noise);
            file.Flush(flushToDisk: true);
        }
    }
}
