using FsCheck;
using FsCheck.Fluent;
using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;
using Strata.Union;
using Xunit;

namespace Strata.Containers.Tests;

/// <summary>The layer of an upper, put over the image, is the tree that the kernel's overlayfs showed.</summary>
[Trait("Kind", "Mount")]
public sealed class CommitTests : IDisposable
{
    private readonly CommitStage stage = new();

    private static Gen<TreeChange[]> Changes =>
        from changes in Gen.Sized(size =>
            (from kind in Gen.Choose(0, TreeChange.Kinds - 1)
             from first in Gen.Choose(0, TreeChange.Paths.Length - 1)
             from second in Gen.Choose(0, TreeChange.Paths.Length - 1)
             from value in Gen.Choose(1, 200)
             select new TreeChange(kind, first, second, value)).ArrayOf(5 + size))
        select changes;

    public void Dispose() => stage.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RandomChanges_GiveALayerThatShowsTheSameTree(bool index) =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(100).WithStartSize(3).WithEndSize(60),
            Prop.ForAll(Changes.ToArbitrary(), changes => RequireSame(changes, index)));

    [Fact]
    public void FileWhoseChangedNamesAreAllInTheImage_StaysOneFile()
    {
        // Of three names in the image one is covered: the index has the copy, no name in the upper leads to it.
        TreeChange[] changes = [new(4, 13, 5, 1), new(3, 19, 0, 1), new(9, 6, 0, 1)];
        Assert.True(RequireSame(changes, index: true));
    }

    [Fact]
    public void CopyOfOneOfSeveralNames_IsAFileOfItsOwn()
    {
        // Without an index: moved away and back, so it is as before, but no longer the other name's file.
        TreeChange[] changes = [new(4, 4, 3, 1), new(4, 3, 4, 1)];
        Assert.True(RequireSame(changes, index: false));
    }

    [Fact]
    public void SameChangesInAnyFolders_GiveTheSameLayer() =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(10).WithStartSize(10).WithEndSize(60),
            Prop.ForAll(Changes.ToArbitrary(), changes => Assert.Equal(CommitOf(changes, index: true), CommitOf(changes, index: true))));

    [Fact]
    public void NothingChanged_GivesALayerWithoutEntries()
    {
        (string Upper, string Work) folders = stage.NewFolders();
        stage.Mounted([stage.Base], folders, index: true, root =>
        {
            // Copied up, and as it was before.
            using (File.Open($"{root}/d/f", System.IO.FileMode.Open, FileAccess.ReadWrite))
            {
                return 0;
            }
        });
        Assert.True(File.Exists($"{folders.Upper}/d/f"));

        // The root of the upper is a folder that this test made.
        Assert.Equal(["./"], EntriesOf(stage.Commit(folders)));
    }

    [Fact]
    public void FolderThatOnlyHoldsAChange_IsNamedAsItIs()
    {
        (string Upper, string Work) folders = stage.NewFolders();
        stage.Mounted([stage.Base], folders, index: true, root =>
        {
            File.AppendAllText($"{root}/d/e/x", "more");
            return 0;
        });

        Assert.Equal(["./", "d/", "d/e/", "d/e/x"], EntriesOf(stage.Commit(folders)));
    }

    [Fact]
    public void RenamedDirectory_IsThereInFullWithAWhiteoutOfItsOldName()
    {
        (string Upper, string Work) folders = stage.NewFolders();
        stage.Mounted([stage.Base], folders, index: true, root =>
        {
            Directory.Move($"{root}/ren", $"{root}/moved");
            return 0;
        });
        Assert.Equal(["moved", "ren"], Directory.EnumerateFileSystemEntries(folders.Upper).Select(path => Path.GetFileName(path)).Order());

        // Its hard link out of the directory stays one: the names below become links to what the layer has.
        Assert.Equal(
            ["./", ".wh.ren", "moved/", "moved/data", "moved/out", "moved/sub/", "moved/sub/x", "d/", "d/big", "d/biglink"],
            EntriesOf(stage.Commit(folders)));
    }

    [Fact]
    public void MetadataChange_TakesTheContentFromBelow()
    {
        (string Upper, string Work) folders = stage.NewFolders();
        stage.Mounted([stage.Base], folders, index: true, root =>
        {
            Sys.ChmodAt(FileFd.WorkingDirectory, PathText.Bytes($"{root}/ren/data"), 0x100).OrThrow("chmod");
            return 0;
        });
        byte[] value = new byte[64];
        Sys.LGetXattr(FileFd.WorkingDirectory, PathText.Bytes($"{folders.Upper}/ren/data"), "trusted.overlay.metacopy"u8, value, out _).OrThrow("metacopy");

        BuiltLayer layer = stage.Commit(folders);

        Assert.Equal(0, layer.NewObjects);
        stage.Layers.OpenRecipe(layer.DiffId, out Recipe? recipe).OrThrow("recipe");
        using (recipe)
        {
            LayerEntry entry = recipe!.ReadEntries().Single(e => e.Kind == EntryKind.File);
            Assert.Equal((5000, 0x100u), (entry.Size, entry.Permissions));
            Assert.True(stage.Blobs.Objects.Contains(entry.ContentDigest));
        }
    }

    [Fact]
    public void Socket_IsLeftOutAndHidesWhatItReplaced()
    {
        (string Upper, string Work) folders = stage.NewFolders();
        stage.Mounted([stage.Base], folders, index: true, root =>
        {
            File.Delete($"{root}/keep");
            Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(root), OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd folder).OrThrow(root);
            using FileFd owned = folder;
            Sys.MknodAt(folder, "keep"u8, Linux.FileMode.Socket | 0x1a4, default).OrThrow("mknod");
            Sys.MknodAt(folder, "new"u8, Linux.FileMode.Socket | 0x1a4, default).OrThrow("mknod");
            return 0;
        });

        Assert.Equal(["./", ".wh.keep"], EntriesOf(stage.Commit(folders)));
    }

    [Fact]
    public void NameThatALayerCannotHave_IsRefused()
    {
        (string Upper, string Work) folders = stage.NewFolders();
        File.WriteAllText($"{folders.Upper}/.wh.keep", "a file that somebody called so");

        LayerException e = Assert.Throws<LayerException>(() => stage.Commit(folders));

        Assert.Contains("/.wh.keep: a name that begins with .wh.", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries($"{stage.Folder}/store/staging"));
    }

    [Fact]
    public void WholeTree_IsWhatTheKernelShows()
    {
        (string Upper, string Work) folders = stage.NewFolders();
        List<string> before = stage.Mounted([stage.Base], folders, index: true, root =>
        {
            foreach (TreeChange change in (TreeChange[])[new(4, 6, 21, 1), new(2, 11, 0, 1), new(1, 5, 0, 9), new(9, 9, 0, 3)])
            {
                change.Apply(root);
            }

            return TreeListing.Of(root);
        });

        using UnionScan scan = stage.Scan([stage.Base], folders);
        Digest whole = LayerOfChanges.Build(stage.Blobs, scan.Whole(), CancellationToken.None).DiffId;

        Assert.Equal(before, stage.Mounted([whole], null, index: false, TreeListing.Of));
    }

    private bool RequireSame(TreeChange[] changes, bool index)
    {
        (string Upper, string Work) folders = stage.NewFolders();
        List<string> before = Change(folders, changes, index);
        Digest layer = stage.Commit(folders).DiffId;
        List<string> after = stage.Mounted([stage.Base, layer], null, index: false, TreeListing.Of);
        Assert.Equal(before, after);
        return true;
    }

    private Digest CommitOf(TreeChange[] changes, bool index)
    {
        (string Upper, string Work) folders = stage.NewFolders();
        _ = Change(folders, changes, index);
        return stage.Commit(folders).DiffId;
    }

    private List<string> Change((string Upper, string Work) folders, TreeChange[] changes, bool index) =>
        stage.Mounted([stage.Base], folders, index, root =>
        {
            Array.ForEach(changes, change => change.Apply(root));
            TreeChange.SetTimes(root);
            return TreeListing.Of(root);
        });

    private List<string> EntriesOf(BuiltLayer layer)
    {
        stage.Layers.OpenRecipe(layer.DiffId, out Recipe? recipe).OrThrow("recipe");
        using (recipe)
        {
            using MemoryStream tar = new();
            LayerTarWriter.Write(recipe!, stage.Blobs.Objects, tar);
            tar.Position = 0;
            using System.Formats.Tar.TarReader reader = new(tar);
            List<string> names = [];
            while (reader.GetNextEntry() is { } entry)
            {
                names.Add(entry.Name);
            }

            return names;
        }
    }
}
