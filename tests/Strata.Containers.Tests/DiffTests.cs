using Strata.Linux;
using Strata.Union;
using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Mount")]
public sealed class DiffTests : IDisposable
{
    private readonly CommitStage stage = new();

    public void Dispose() => stage.Dispose();

    [Fact]
    public void Changes_AreToldByWhatTheyChange() =>
        Assert.Equal(
            [
                "C  Mtime", "C d Mtime", "C d/big Mode", "C d/biglink Mode", "C d/e/x Size, Content, Mtime", "C d/f Content", "A d/n4", "C dev Owner",
                "D gone", "C keep Type, Owner, Mtime", "A moved", "A moved/data", "A moved/out", "A moved/sub", "A moved/sub/x", "D ren", "C sym Xattr",
            ],
            Of(root =>
            {
                File.AppendAllText($"{root}/d/e/x", "more");
                File.WriteAllText($"{root}/d/n4", "new");
                File.WriteAllText($"{root}/d/f", "F");
                Call(root, "d/f", (folder, path) => Sys.UtimensAt(folder, path, Old, Old));
                Call(root, "d/big", (folder, path) => Sys.ChmodAt(folder, path, 0x180));
                Call(root, "dev", (folder, path) => Sys.FChownAt(folder, path, 9, 9));
                Call(root, "sym", (folder, path) => Sys.LSetXattr(folder, path, "trusted.x"u8, "1"u8));
                Directory.Delete($"{root}/gone", recursive: true);
                File.Delete($"{root}/keep");
                Directory.CreateDirectory($"{root}/keep");
                Directory.Move($"{root}/ren", $"{root}/moved");
            }));

    [Fact]
    public void CopiesThatAreAsBefore_AreNoChanges() =>
        Assert.Equal([], Of(root =>
        {
            using (File.Open($"{root}/d/big", System.IO.FileMode.Open, FileAccess.ReadWrite))
            {
                // Copied up.
            }

            // Its upper's root was made by this test.
            Call(root, ".", (folder, path) => Sys.UtimensAt(folder, path, Old, Old));
            Call(root, ".", (folder, path) => Sys.FChownAt(folder, path, 3, 4));
        }));

    [Fact]
    public void DirectoryThatBecameAFile_IsOneChange() =>
        Assert.Equal(["C gone Type, Owner, Mtime"], Of(root =>
        {
            Directory.Delete($"{root}/gone", recursive: true);
            File.WriteAllText($"{root}/gone", "");
            Call(root, ".", (folder, path) => Sys.FChownAt(folder, path, 3, 4));
            Call(root, ".", (folder, path) => Sys.UtimensAt(folder, path, Old, Old));
        }));

    [Fact]
    public void TreeWithItself_HasNoDifferences()
    {
        using UnionScan one = stage.Scan([stage.Base], null);
        using UnionScan other = stage.Scan([stage.Base], null);

        Assert.Empty(Diff.Between(one.Whole(), other.Whole()));
    }

    private static Timestamp Old => new(1_500_000_000, 5);

    private static void Call(string root, string path, Func<FileFd, byte[], Errno> call)
    {
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(root), OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd folder).OrThrow(root);
        using FileFd owned = folder;
        call(folder, PathText.Bytes(path)).OrThrow(path);
    }

    private List<string> Of(Action<string> change)
    {
        (string Upper, string Work) folders = stage.NewFolders();
        Sys.FChownAt(FileFd.WorkingDirectory, PathText.Bytes(folders.Upper), 3, 4).OrThrow("chown");
        stage.Mounted([stage.Base], folders, index: true, root =>
        {
            change(root);
            return 0;
        });
        using UnionScan before = stage.Scan([stage.Base], null);
        using UnionScan after = stage.Scan([stage.Base], folders);
        return
        [
            .. Diff.Between(before.Whole(), after.Whole()).Select(difference =>
                $"{(difference.Before is null ? "A" : difference.After is null ? "D" : "C")} {PathText.Show(difference.Path.Span)} "
                + (difference.Changes == EntryChange.None ? "" : difference.Changes.ToString())).Select(line => line.TrimEnd(' ')),
        ];
    }
}
