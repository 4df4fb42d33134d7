using System.Text;
using Strata.Blobs;
using Strata.Linux;
using Xunit;

namespace Strata.Layers.Tests;

/// <summary>Tars as other programs write them, compared with the tree they were made of.</summary>
[Trait("Kind", "Unit")]
public sealed class ForeignTarTests : IDisposable
{
    private readonly TemporaryStore store = new();
    private readonly string tree = Directory.CreateTempSubdirectory("strata-tree-").FullName;
    private readonly string tar = Path.GetTempFileName();

    public ForeignTarTests()
    {
        string deep = Path.Combine(tree, new string('d', 90), new string('e', 90), new string('f', 90));
        Directory.CreateDirectory(deep);
        File.WriteAllText(Path.Combine(tree, "small"), "small\n");
        File.WriteAllBytes(Path.Combine(tree, "large"), TemporaryStore.Noise(1_500_000));
        File.WriteAllBytes(Path.Combine(tree, "empty"), []);
        File.CreateSymbolicLink(Path.Combine(tree, "sym"), new string('t', 150));
        Command.Run("ln", Path.Combine(tree, "small"), Path.Combine(tree, "zweit"));
        Command.Run("mkfifo", Path.Combine(tree, "fifo"));
        Command.Run("mknod", Path.Combine(tree, "null"), "c", "1", "3");
        Command.Run("chmod", "4751", Path.Combine(tree, "empty"));
        Command.Run("chown", "12:3456", Path.Combine(tree, "empty"));
    }

    [Theory]
    [InlineData("gnu")]
    [InlineData("oldgnu")]
    [InlineData("posix")]
    public void GnuTar_IsTheTreeAndComesOutAgain(string format)
    {
        File.WriteAllBytes(Path.Combine(tree, new string('d', 90), new string('e', 90), new string('f', 90), "long"), TemporaryStore.Noise(5000, 3));
        Command.Run("setfattr", "-n", "user.note", "-v", "here", Path.Combine(tree, "large"));
        string[] xattrs = format == "posix" ? ["--xattrs", "--xattrs-include=*"] : [];
        Command.Run("tar", ["-C", tree, $"--format={format}", "--sort=name", .. xattrs, "-cf", tar, "."]);
        AssertSameTree(precise: format == "posix", xattrs: format == "posix");
    }

    [Theory]
    [InlineData("ustar")]
    [InlineData("v7")]
    public void OlderFormats_AreTheTree(string format)
    {
        Directory.Delete(Path.Combine(tree, new string('d', 90)), recursive: true);
        File.Delete(Path.Combine(tree, "sym"));
        if (format == "v7")
        {
            File.Delete(Path.Combine(tree, "fifo"));
            File.Delete(Path.Combine(tree, "null"));
        }
        else
        {
            Directory.CreateDirectory(Path.Combine(tree, new string('p', 80), new string('q', 50)));
        }

        Command.Run("tar", "-C", tree, $"--format={format}", "-cf", tar, ".");
        AssertSameTree(precise: false, xattrs: false);
    }

    [Theory]
    [InlineData("GNU_FORMAT")]
    [InlineData("PAX_FORMAT")]
    public void PythonsTarfile_IsTheTreeAndComesOutAgain(string format)
    {
        Command.Run("python3", "-c", $"import tarfile; t = tarfile.open('{tar}', 'w', format=tarfile.{format}); t.add('{tree}', arcname='.'); t.close()");
        AssertSameTree(precise: format == "PAX_FORMAT", xattrs: false);
    }

    public void Dispose()
    {
        store.Dispose();
        File.Delete(tar);
        Directory.Delete(tree, recursive: true);
    }

    private void AssertSameTree(bool precise, bool xattrs)
    {
        byte[] bytes = File.ReadAllBytes(tar);
        ImportedLayer layer = store.Import(bytes);
        Assert.Equal(bytes, store.Tar(layer.DiffId));
        List<LayerEntry> entries = store.Entries(layer.DiffId);
        Assert.Equal(
            Directory.EnumerateFileSystemEntries(tree, "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(tree, p)).Append("").Order(StringComparer.Ordinal),
            entries.Select(e => Encoding.UTF8.GetString(e.Path.Span)).Order(StringComparer.Ordinal));
        foreach (LayerEntry entry in entries)
        {
            AssertSame(entry, Path.Combine(tree, Encoding.UTF8.GetString(entry.Path.Span)), precise);
            Assert.Equal(xattrs && entry.Path.Span.SequenceEqual("large"u8) ? 1 : 0, entry.Xattrs.Count);
        }
    }

    private void AssertSame(LayerEntry entry, string path, bool precise)
    {
        Assert.Equal(Errno.Ok, Sys.StatAt(FileFd.WorkingDirectory, PathText.Bytes(path), out FileStat stat));
        if (entry.Kind == EntryKind.HardLink)
        {
            Sys.StatAt(FileFd.WorkingDirectory, PathText.Bytes(Path.Combine(tree, Encoding.UTF8.GetString(entry.LinkTarget.Span))), out FileStat target);
            Assert.Equal(target.Ino, stat.Ino);
            return;
        }

        Assert.Equal((stat.Mode & 0xfff, stat.Uid, stat.Gid), (entry.Permissions, entry.Uid, entry.Gid));
        Assert.Equal(stat.Modified.Seconds, entry.Modified.Seconds);
        if (precise)
        {
            // Python writes times as floating-point numbers, which cannot hold all of the nanoseconds.
            Assert.InRange(entry.Modified.Nanoseconds, stat.Modified.Nanoseconds - Math.Min(stat.Modified.Nanoseconds, 1000), stat.Modified.Nanoseconds + 1000);
        }

        switch (entry.Kind)
        {
            case EntryKind.File when entry.Size <= LayerEntry.MaxInlineContent:
                Assert.Equal(File.ReadAllBytes(path), entry.InlineContent.ToArray());
                break;
            case EntryKind.File:
                Assert.Equal(Digest.Of(File.ReadAllBytes(path)), entry.ContentDigest);
                break;
            case EntryKind.Symlink:
                Assert.Equal(new FileInfo(path).LinkTarget, Encoding.UTF8.GetString(entry.LinkTarget.Span));
                break;
            case EntryKind.CharDevice:
                Assert.Equal(stat.Rdev, entry.Device);
                break;
            default:
                Assert.True(entry.Kind is EntryKind.Directory == stat.IsDirectory);
                break;
        }
    }
}
