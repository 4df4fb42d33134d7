using System.Text;
using Strata.Linux;
using Xunit;

namespace Strata.Conformance;

/// <summary>
/// Everything renamed onto everything, and exchanged with it: files and directories of the lower, the upper and of both,
/// whiteouts, opaque and redirected directories, copies without content, hard links. Over a mount of ours as over the kernel's.
/// </summary>
[Trait("Kind", "Mount")]
[Trait("Needs", "Root")]
public sealed class RenameMatrixTests
{
    private static readonly string[] Things =
        ["lower-file", "lower-dir", "merged", "upper-file", "upper-dir", "opaque", "redirected", "meta", "link", "removed-file", "removed-dir", "symlink", "nothing"];

    [Theory]
    [InlineData(MountKind.StrataFolders)]
    [InlineData(MountKind.StrataFoldersFull)]
    [InlineData(MountKind.StrataChainFull)]
    public void RenameOfAnythingOntoAnything_IsThatOfTheKernelsOverlayfs(MountKind kind)
    {
        using Arena arena = new();
        List<(string Directory, string From, string To, RenameFlags Way)> cases =
            [.. from one in Things from other in Things from way in (RenameFlags[])[RenameFlags.None, RenameFlags.Exchange]
                select ($"{one}_{other}_{way}", $"x/{one}", $"{(one == other ? "y" : Side(one, other))}/{other}", way),
            .. from one in Things from way in (RenameFlags[])[RenameFlags.NoReplace, RenameFlags.Whiteout]
                select ($"{one}_{way}", $"x/{one}", way == RenameFlags.NoReplace ? "y/opaque" : "y/nothing", way)];
        LayerTree[] layers = [new(), new()];
        foreach ((string directory, _, _, _) in cases)
        {
            Describe(layers, directory);
        }

        Lower lower = new(arena, layers);
        using MountUnderTest oracle = MountUnderTest.Mount(kind.Oracle(), lower);
        using MountUnderTest mount = MountUnderTest.Mount(kind, lower);
        List<string> differences = [];
        Dictionary<string, List<string>> trees = [];
        foreach ((string directory, string from, string to, RenameFlags way) in cases)
        {
            List<string> expected = Play(oracle, directory, from, to, way);
            List<string> seen = Play(mount, directory, from, to, way);
            trees.Add(directory, seen[1..]);
            string difference = LineDifference.Between(expected, seen);
            if (difference.Length > 0)
            {
                differences.Add($"{directory}:\n{difference}");
            }
        }

        mount.Unmount();
        using MountUnderTest kernel = MountUnderTest.Mount(kind.Successor(), lower, new UpperFolders(mount.Upper, mount.Work));
        foreach ((string directory, List<string> tree) in trees)
        {
            string difference = LineDifference.Between(tree, Tree(kernel, directory));
            if (difference.Length > 0)
            {
                differences.Add($"the kernel's overlayfs over our upper, {directory}:\n{difference}");
            }
        }

        Assert.Empty(differences);
    }

    /// <summary>Half of them stay in their directory.</summary>
    private static string Side(string one, string other) => (Array.IndexOf(Things, one) + Array.IndexOf(Things, other)) % 2 == 0 ? "x" : "y";

    private static void Describe(LayerTree[] layers, string directory)
    {
        byte[] large = Encoding.ASCII.GetBytes(new string('l', 9000));
        layers[0].Directory(directory);
        layers[1].Directory(directory);
        foreach (string side in (string[])["x", "y"])
        {
            string at = $"{directory}/{side}";
            layers[0].Directory(at).File($"{at}/lower-file", "lower\n").Directory($"{at}/lower-dir").File($"{at}/lower-dir/f", "f\n")
                .Directory($"{at}/merged").File($"{at}/merged/low", "low\n").File($"{at}/merged/gone", "gone\n")
                .Directory($"{at}/opaque").File($"{at}/opaque/hidden", "hidden\n")
                .Directory($"{at}/before").File($"{at}/before/kept", "kept\n").File($"{at}/meta", large)
                .File($"{at}/removed-file", "removed\n").Directory($"{at}/removed-dir").File($"{at}/removed-dir/f", "f\n")
                .Symlink($"{at}/symlink", "lower-file");
            layers[1].Directory(at).Directory($"{at}/merged").File($"{at}/merged/top", "top\n").Whiteout($"{at}/merged/gone")
                .File($"{at}/link", "linked\n").HardLink($"{at}/link-other", $"{at}/link");
        }
    }

    private static List<string> Play(MountUnderTest mount, string directory, string from, string to, RenameFlags way)
    {
        Sys.OpenAt(mount.Root, PathText.Bytes(directory), OpenFlags.Directory, out FileFd root).OrThrow(directory);
        using FileFd owned = root;
        foreach (string side in (string[])["x", "y"])
        {
            Make(root, $"{side}/upper-file");
            Sys.MkdirAt(root, PathText.Bytes($"{side}/upper-dir"), 0b111_101_101).OrThrow();
            Make(root, $"{side}/upper-dir/new");
            Sys.UnlinkAt(root, PathText.Bytes($"{side}/opaque/hidden")).OrThrow();
            Sys.RmdirAt(root, PathText.Bytes($"{side}/opaque")).OrThrow();
            Sys.MkdirAt(root, PathText.Bytes($"{side}/opaque"), 0b111_101_101).OrThrow();
            Sys.RenameAt(root, PathText.Bytes($"{side}/before"), root, PathText.Bytes($"{side}/redirected")).OrThrow();
            Sys.ChmodAt(root, PathText.Bytes($"{side}/meta"), 0b110_000_000).OrThrow();
            Sys.UnlinkAt(root, PathText.Bytes($"{side}/removed-file")).OrThrow();
            Sys.UnlinkAt(root, PathText.Bytes($"{side}/removed-dir/f")).OrThrow();
            Sys.RmdirAt(root, PathText.Bytes($"{side}/removed-dir")).OrThrow();
        }

        Errno error = Sys.RenameAt(root, PathText.Bytes(from), root, PathText.Bytes(to), way);
        return [error.ToString(), .. TreeSnapshot.Of(root)];
    }

    private static void Make(FileFd root, string path)
    {
        Sys.OpenAt(root, PathText.Bytes(path), OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, out FileFd file, 0b110_100_100).OrThrow(path);
        Sys.WriteAll(file, "new\n"u8).OrThrow(path);
        file.Dispose();
    }

    private static List<string> Tree(MountUnderTest mount, string directory)
    {
        Sys.OpenAt(mount.Root, PathText.Bytes(directory), OpenFlags.Directory, out FileFd root).OrThrow(directory);
        using FileFd owned = root;
        return TreeSnapshot.Of(root);
    }
}
