using Strata.Images;
using Strata.Linux;
using Strata.Union;
using Xunit;

namespace Strata.Containers.Tests;

/// <summary>Nothing that was opened for a scan stays open, however the scan ends.</summary>
[Trait("Kind", "Unit")]
public sealed class ScanDescriptorTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("strata-scans-").FullName;
    private readonly Store store;
    private readonly Image image;

    public ScanDescriptorTests()
    {
        store = Store.Open(folder + "/store");
        Directory.CreateDirectory(folder + "/tree/sub");
        Directory.CreateDirectory(folder + "/upper/sub");
        Directory.CreateDirectory(folder + "/work");
        File.WriteAllText(folder + "/tree/file", "content");
        File.WriteAllText(folder + "/upper/file", "changed");
        _ = Import.Run(store, new ImportRequest { Source = folder + "/tree", Name = "one" }, CancellationToken.None);
        image = store.Images.Resolve("one");
    }

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void ScanThatEnds_LeavesNothingOpen() => RequireNothingLeft(() =>
    {
        using UnionScan scan = OfFolders();
        Assert.Equal(3, scan.Whole().Count());
    });

    [Fact]
    public void ScanOfAFolder_LeavesNothingOpen() => RequireNothingLeft(() =>
    {
        using UnionScan scan = Trees.Open(store, folder + "/tree");
        Assert.Equal(3, scan.Whole().Count());
    });

    [Fact]
    public void ScanOfALayer_LeavesNothingOpen() => RequireNothingLeft(() =>
    {
        using UnionScan scan = Trees.Open(store, image.DiffIds[0].ToString());
        Assert.Equal(3, scan.Whole().Count());
    });

    [Fact]
    public void WorkFolderWhoseIndexIsNone_LeavesNothingOpen()
    {
        File.WriteAllText(folder + "/work/index", "");
        RequireNothingLeft(() => Assert.Throws<LinuxException>(OfFolders));
    }

    [Fact]
    public void WorkFolderThatIsNotThere_LeavesNothingOpen()
    {
        Directory.Delete(folder + "/work");
        RequireNothingLeft(() => Assert.Throws<ContainerException>(OfFolders));
    }

    private UnionScan OfFolders() => UnionScans.OfFolders(store, image, folder + "/upper", folder + "/work", OverlayXattrs.Trusted);

    private void RequireNothingLeft(Action scan)
    {
        string[] before = Descriptors();
        scan();
        Assert.Equal(before, Descriptors());
        Assert.DoesNotContain(File.ReadLines("/proc/self/maps"), line => line.Contains(folder, StringComparison.Ordinal));
    }

    /// <summary>What this process has open below the test's folder, which no other test has.</summary>
    private string[] Descriptors() =>
    [
        .. new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Select(fd => fd.LinkTarget ?? "")
            .Where(target => target.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];
}
