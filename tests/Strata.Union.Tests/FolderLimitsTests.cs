using System.Globalization;
using System.Text;
using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

/// <summary>Many layers, deep and large directories, with few descriptors and little memory.</summary>
[Trait("Kind", "Unit")]
public sealed class FolderLimitsTests
{
    private const int Names = 5_000;

    [Fact]
    public void FiveHundredLayers_NeedFewDescriptors()
    {
        const int Layers = 500;
        const int Cache = 4;
        const int Some = 7;
        using FolderFixture folders = new(Layers);
        folders.Options = new FolderLowerOptions { OpenDirectories = Cache };
        for (int i = 0; i < Layers; i++)
        {
            folders.Write(i, $"shared/sub/f{i:d3}", "x");
            if (i % Some == 0)
            {
                folders.Write(i, $"own{i:d3}/g", "x");
            }
        }

        folders.Write(Layers - 1, "shared/sub/lowest", "bottom");
        Assert.Equal(Layers + 1, folders.List("shared/sub").Length);
        Assert.Equal((Layers / Some) + 2, folders.List("").Length);
        Assert.Equal("bottom", folders.Read("shared/sub/lowest"));
        for (int i = 0; i < Layers; i += Some)
        {
            Assert.Equal(["g"], folders.List($"own{i:d3}"));
        }

        Assert.InRange(OpenBelow(folders.At(0, "")), Layers, Layers + Cache);
    }

    [Fact]
    public void DeepTree_IsReachedInFewSteps()
    {
        // Deeper than PATH_MAX goes, and than a stack of calls should.
        const int Depth = 3000;
        string name = new('n', 20);
        using FolderFixture folders = new(2);
        folders.Options = new FolderLowerOptions { OpenDirectories = 2 };
        FileFd at = FolderFixture.OpenFolder(folders.At(1, ""));
        for (int i = 0; i < Depth; i++)
        {
            Sys.MkdirAt(at, FolderFixture.Bytes(name), 0x1ED).OrThrow();
            Sys.OpenAt(at, FolderFixture.Bytes(name), OpenFlags.Directory, out FileFd next).OrThrow();
            at.Dispose();
            at = next;
        }

        Sys.MkdirAt(at, "last"u8, 0x1ED).OrThrow();
        at.Dispose();
        LowerId id = folders.Lower.Root;
        List<LowerId> ids = [];
        for (int i = 0; i < Depth; i++)
        {
            folders.Lower.Lookup(id, FolderFixture.Bytes(name), out id, out _).OrThrow();
            ids.Add(id);
        }

        Assert.Equal(["last"], folders.List(id));
        Assert.Equal([name], folders.List(ids[0]));
        Assert.Equal([name], folders.List(ids[Depth / 2]));
        Assert.Equal(["last"], folders.List(id));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void LargeDirectories_ReadAtTheSameTimeWithoutMemory_LoseNothing(int layers)
    {
        using FolderFixture folders = new(layers);
        folders.Options = new FolderLowerOptions { ListingBytes = 1 };
        Fill(folders, "a", layers);
        Fill(folders, "b", layers);
        LowerId a = folders.Id("a");
        LowerId b = folders.Id("b");
        HashSet<string> seen = [];
        ulong cookie = 0;
        while (folders.Lower.NextEntry(a, cookie, out LowerEntry entry) == Errno.Ok)
        {
            Assert.True(seen.Add(Encoding.UTF8.GetString(entry.Name)));
            cookie = entry.NextCookie;
            if (cookie % 1000 == 0)
            {
                // Others read elsewhere, until this listing is no longer in memory.
                for (int i = 0; i < 10; i++)
                {
                    folders.Lower.NextEntry(b, 0, out _).OrThrow();
                    _ = folders.List($"small{i}");
                }
            }
        }

        Assert.Equal(Names, seen.Count);
    }

    [Fact]
    public void LookupsInAnyOrder_FindWhatIsThere()
    {
        using FolderFixture folders = new(3);
        Fill(folders, "a", 3);
        LowerId a = folders.Id("a");
        for (int i = 0; i < 3; i++)
        {
            // Without a listing, then with one that the misses bring, then with the one of a reader.
            for (int n = 0; n < Names; n += 83)
            {
                Assert.Equal(Errno.Ok, folders.Lower.Lookup(a, Name(n), out LowerId id, out FileStat stat));
                Assert.True(stat.IsRegular);
                folders.Lower.Release(id);
                Assert.Equal(Errno.ENOENT, folders.Lower.Lookup(a, Name(n + Names), out _, out _));
                Assert.True(folders.Lower.Contains(a, Name(n)));
                Assert.False(folders.Lower.Contains(a, Name(n + Names)));
            }

            Assert.Equal(i == 0 ? Names : 1, i == 0 ? folders.List(a).Length : 1);
        }
    }

    [Fact]
    public void IdsGivenBack_AreUsedAgain()
    {
        using FolderFixture folders = new(1);
        folders.Write(0, "f", "x");
        folders.Write(0, "d/g", "x");
        LowerId first = folders.Id("f");
        folders.Lower.Release(first);
        LowerId second = folders.Id("d");
        Assert.Equal(first, second);
        LowerId third = folders.Id("f");
        Assert.NotEqual(second, third);
        folders.Lower.Release(second);
        Assert.Throws<InvalidOperationException>(() => folders.Lower.GetAttributes(second, out _));
        Assert.Equal(Errno.Ok, folders.Lower.GetAttributes(third, out _));
    }

    [Fact]
    public void LongNames_AreNotTorn()
    {
        using FolderFixture folders = new(2);
        string[] names = [.. Enumerable.Range(0, 300).Select(i => i.ToString("d5", CultureInfo.InvariantCulture) + new string('n', 250))];
        foreach (string name in names)
        {
            folders.Write(name[4] % 2, $"d/{name}", "x");
        }

        folders.MakeDirectory(0, "d");
        Assert.Equal(names, folders.List("d"));
        Assert.Equal("x", folders.Read($"d/{names[299]}"));
        Assert.Equal(Errno.ENOENT, folders.Lower.Lookup(folders.Id("d"), FolderFixture.Bytes(new string('m', 255)), out _, out _));
    }

    private static void Fill(FolderFixture folders, string directory, int layers)
    {
        FileFd[] at = [.. Enumerable.Range(0, layers).Select(i => FolderFixture.OpenFolder(folders.MakeDirectory(i, directory)))];
        for (int n = 0; n < Names; n++)
        {
            // Every tenth name is in all layers.
            foreach (FileFd layer in n % 10 == 0 ? at : [at[n % layers]])
            {
                Sys.MknodAt(layer, Name(n), 0x8000, default).OrThrow();
            }
        }

        foreach (FileFd layer in at)
        {
            layer.Dispose();
        }

        for (int i = 0; i < 10; i++)
        {
            folders.MakeDirectory(0, $"small{i}");
        }
    }

    private static byte[] Name(int number) => FolderFixture.Bytes("name-" + number.ToString(CultureInfo.InvariantCulture));

    /// <summary>How many descriptors of this process are open on a folder's siblings or below.</summary>
    private static int OpenBelow(string folder)
    {
        string around = Path.GetDirectoryName(folder.TrimEnd('/'))!;
        return Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(link => new FileInfo(link).LinkTarget?.StartsWith(around, StringComparison.Ordinal) == true);
    }
}
