using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

/// <summary>Inode numbers and link counts of a stack of folders.</summary>
[Trait("Kind", "Mount")]
public sealed class FolderNumbersTests
{
    [Fact]
    public void HardLinks_AreOneInodeOfTheirLayer()
    {
        using FolderFixture folders = new(2);
        folders.Write(1, "a/one", "x");
        folders.MakeDirectory(1, "b");
        Sys.LinkAt(FileFd.WorkingDirectory, FolderFixture.Bytes(folders.At(1, "a/one")), FileFd.WorkingDirectory, FolderFixture.Bytes(folders.At(1, "b/two"))).OrThrow();
        folders.MakeDirectory(0, "a");
        FileStat one = folders.Stat("a/one");
        Assert.Equal(2u, one.Links);
        Assert.Equal(one.Ino, folders.Stat("b/two").Ino);
        _ = folders.List("a");
        Assert.Equal(one.Ino, folders.Stat("a/one").Ino);
    }

    [Fact]
    public void NumberInTheListing_IsThatOfTheAttributes()
    {
        using FolderFixture folders = new(3);
        folders.Write(2, "d/a", "x");
        folders.Write(1, "d/b", "x");
        folders.Write(0, "d/sub/c", "x");
        folders.Write(2, "d/sub/e", "x");
        LowerId directory = folders.Id("d");
        for (ulong cookie = 0; folders.Lower.NextEntry(directory, cookie, out LowerEntry entry) == Errno.Ok; cookie = entry.NextCookie)
        {
            string name = System.Text.Encoding.UTF8.GetString(entry.Name);
            ulong ino = entry.Ino;
            Assert.Equal(folders.Stat("d/" + name).Ino, ino);
        }
    }

    [Fact]
    public void ManyFileSystems_HaveNumbersOfTheirOwn()
    {
        // Fresh tmpfs all number their inodes alike.
        const int Count = 40;
        using FolderFixture folders = new(Count);
        List<string> mounted = [];
        try
        {
            for (int i = 0; i < Count; i++)
            {
                Sys.Mount("tmpfs"u8, FolderFixture.Bytes(folders.At(i, "")), "tmpfs"u8, default, default).OrThrow();
                mounted.Add(folders.At(i, ""));
                folders.Write(i, $"f{i}", "x");
                folders.Write(i, $"d{i}/f", "x");
            }

            HashSet<ulong> seen = [folders.Stat("").Ino];
            for (int i = 0; i < Count; i++)
            {
                Assert.True(seen.Add(folders.Stat($"f{i}").Ino));
                Assert.True(seen.Add(folders.Stat($"d{i}").Ino));
                Assert.True(seen.Add(folders.Stat($"d{i}/f").Ino));
            }
        }
        finally
        {
            folders.Close();
            mounted.ForEach(point => Sys.Unmount(FolderFixture.Bytes(point), default).OrThrow(point));
        }
    }

    [Fact]
    public void FileSystemMountedInALayer_HasNumbersOfItsOwn()
    {
        using FolderFixture folders = new(2);
        folders.MakeDirectory(1, "a");
        folders.MakeDirectory(1, "b");
        string[] points = [folders.At(1, "a"), folders.At(1, "b")];
        foreach (string point in points)
        {
            Sys.Mount("tmpfs"u8, FolderFixture.Bytes(point), "tmpfs"u8, default, default).OrThrow();
        }

        try
        {
            folders.Write(1, "a/f", "x");
            folders.Write(1, "b/f", "x");
            Assert.NotEqual(folders.Stat("a/f").Ino, folders.Stat("b/f").Ino);
        }
        finally
        {
            folders.Close();
            Assert.All(points, point => Sys.Unmount(FolderFixture.Bytes(point), default).OrThrow(point));
        }
    }

    [Fact]
    public void OverlayAsLayer_UsesHighBitsAndStaysUnique()
    {
        // xino=on puts the layer's number into the uppermost bits: /dev/shm and the folders are two file systems.
        using FolderFixture folders = new(3);
        string shared = Directory.CreateTempSubdirectory("folders-").FullName;
        string other = $"/dev/shm/{Path.GetFileName(shared)}";
        Directory.CreateDirectory(other);
        string point = folders.At(0, "");
        try
        {
            File.WriteAllText($"{other}/of-shm", "x");
            File.WriteAllText($"{shared}/of-disk", "x");
            byte[] data = FolderFixture.Bytes($"lowerdir={other}:{shared},xino=on");
            Sys.Mount("overlay"u8, FolderFixture.Bytes(point), "overlay"u8, MountFlags.ReadOnly, data).OrThrow();
            Sys.StatAt(FileFd.WorkingDirectory, FolderFixture.Bytes($"{point}/of-shm"), out FileStat high).OrThrow();
            Sys.StatAt(FileFd.WorkingDirectory, FolderFixture.Bytes($"{point}/of-disk"), out FileStat low).OrThrow();
            Assert.NotEqual(0u, (high.Ino | low.Ino) >> 60);
            for (int i = 0; i < 200; i++)
            {
                folders.Write(1, $"f{i}", "x");
            }

            HashSet<ulong> seen = [folders.Stat("").Ino, folders.Stat("of-shm").Ino, folders.Stat("of-disk").Ino];
            Assert.Equal(3, seen.Count);
            Assert.All(Enumerable.Range(0, 200), i => Assert.True(seen.Add(folders.Stat($"f{i}").Ino)));
            Assert.Equal(folders.Stat("of-shm").Ino, folders.Stat("of-shm").Ino);
        }
        finally
        {
            folders.Close();
            _ = Sys.Unmount(FolderFixture.Bytes(point), default);
            Directory.Delete(other, recursive: true);
            Directory.Delete(shared, recursive: true);
        }
    }

    [Fact]
    public void SameFolderTwice_ShowsItOnce()
    {
        using FolderFixture folders = new(1);
        folders.Write(0, "d/f", "x");
        folders.Write(0, "g", "x");
        _ = folders.Open([folders.At(0, ""), folders.At(0, "")]);
        Assert.Equal(["d", "g"], folders.List(""));
        Assert.Equal(["f"], folders.List("d"));
        Assert.Equal(1u, folders.Stat("g").Links);
    }

    [Fact]
    public void FolderInsideAnother_ShowsBothPlaces()
    {
        using FolderFixture folders = new(1);
        folders.Write(0, "in/f", "x");
        folders.Write(0, "in/in/g", "x");
        _ = folders.Open([folders.At(0, ""), folders.At(0, "in")]);
        Assert.Equal(["f", "in"], folders.List(""));
        Assert.Equal(["f", "g", "in"], folders.List("in"));
        Assert.Equal(folders.Stat("f").Ino, folders.Stat("in/f").Ino); // It is one file.
    }

    [Fact]
    public void FolderByASymlink_IsWhatItLeadsTo()
    {
        using FolderFixture folders = new(1);
        folders.Write(0, "real/f", "x");
        File.CreateSymbolicLink(folders.At(0, "l"), "real");
        _ = folders.Open([folders.At(0, "l")]);
        Assert.Equal(["f"], folders.List(""));
    }
}
