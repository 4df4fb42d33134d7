using Strata.Linux;
using Xunit;

namespace Strata.Conformance;

/// <summary>Everyday programs inside a mount do what they do on the kernel's overlayfs.</summary>
[Trait("Kind", "Mount")]
public sealed class RealProgramTests
{
    public static TheoryData<MountKind> Kinds() =>
        Privilege.Or(MountKind.StrataFolders, MountKind.StrataChain, MountKind.StrataChainNoPassthrough, MountKind.KernelChain);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void RealProgram_DoesWhatItDoesOnTheKernelsOverlayfs(MountKind kind)
    {
        using Arena arena = new();
        string[] names = [.. RealPrograms.Scripts.Keys];
        string[] directories = [.. names.Select((_, i) => $"p{i}")];
        Lower lower = new(arena, RealPrograms.Lower(directories));
        using MountUnderTest oracle = MountUnderTest.Mount(kind.Oracle(), lower);
        using MountUnderTest mount = MountUnderTest.Mount(kind, lower);
        List<string> differences = [];
        for (int i = 0; i < names.Length; i++)
        {
            IReadOnlyList<string> expected = Play(oracle, directories[i], RealPrograms.Scripts[names[i]]);
            IReadOnlyList<string> seen = Play(mount, directories[i], RealPrograms.Scripts[names[i]]);
            string difference = LineDifference.Between(expected, seen);
            if (difference.Length > 0)
            {
                differences.Add($"{names[i]}:\n{difference}");
            }
        }

        Assert.Empty(differences);
    }

    private static IReadOnlyList<string> Play(MountUnderTest mount, string directory, string script)
    {
        Sys.OpenAt(mount.Root, PathText.Bytes(directory), OpenFlags.Directory, out FileFd root).OrThrow(directory);
        using Scene scene = new(root, $"{mount.Point}/{directory}");
        scene.Shell(script);
        Assert.Contains("exit 0", scene.Seen[0], StringComparison.Ordinal);
        return scene.Seen[0].Split('\n');
    }
}
