using Strata.Blobs;
using Strata.Launch.Seccomp;
using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Unit")]
public sealed class FilterCacheTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("strata-filters-").FullName;
    private readonly BlobStore store;

    public FilterCacheTests() => store = BlobStore.Open(folder + "/store");

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Filter_IsKeptAndFoundAgain()
    {
        byte[] made = FilterCache.FilterOf(store, null, 1);
        string entry = Assert.Single(Entries());
        DateTime written = File.GetLastWriteTimeUtc(entry);

        Assert.Equal(made, FilterCache.FilterOf(store, null, 1));
        Assert.Equal(entry, Assert.Single(Entries()));
        Assert.Equal(written, File.GetLastWriteTimeUtc(entry));
    }

    [Fact]
    public void DamagedEntry_IsMadeAgain()
    {
        byte[] made = FilterCache.FilterOf(store, null, 1);
        string entry = Assert.Single(Entries());
        byte[] damaged = File.ReadAllBytes(entry);
        damaged[^1] ^= 1;
        File.WriteAllBytes(entry, damaged);

        Assert.Equal(made, FilterCache.FilterOf(store, null, 1));
        Assert.NotEqual(damaged, File.ReadAllBytes(entry));
    }

    [Fact]
    public void Name_SaysWhatMadeTheFilterAndOfWhat()
    {
        Digest name = FilterCache.NameOf(FilterCompiler.Version, DefaultProfile.Sha256, 1, "6.1.0");

        Assert.Equal(name, FilterCache.NameOf(FilterCompiler.Version, DefaultProfile.Sha256, 1, "6.1.0"));
        Assert.NotEqual(name, FilterCache.NameOf(FilterCompiler.Version + 1, DefaultProfile.Sha256, 1, "6.1.0"));
        Assert.NotEqual(name, FilterCache.NameOf(FilterCompiler.Version, new string('0', 64), 1, "6.1.0"));
        Assert.NotEqual(name, FilterCache.NameOf(FilterCompiler.Version, DefaultProfile.Sha256, 3, "6.1.0"));
        Assert.NotEqual(name, FilterCache.NameOf(FilterCompiler.Version, DefaultProfile.Sha256, 1, "6.12.0"));
    }

    private string[] Entries() => Directory.GetFiles(folder + "/store/seccomp");
}
