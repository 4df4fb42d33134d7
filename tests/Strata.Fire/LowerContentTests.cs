using Strata.Conformance;
using Xunit;
using Xunit.Abstractions;

namespace Strata.Fire;

/// <summary>
/// Many processes that change files of the lower in every way there is, a few files at a time, so that each is opened, read by
/// the kernel itself, mapped and written while others copy it up: no writer reaches the lower.
/// </summary>
[Trait("Kind", "Mount")]
public sealed class LowerContentTests(ITestOutputHelper output)
{
    public static TheoryData<MountKind> Kinds() =>
        [MountKind.StrataFolders, MountKind.StrataFoldersFull, MountKind.StrataFoldersFullNoPassthrough, MountKind.StrataChainFull];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WritersOfAllKinds_NeverReachALowerFile(MountKind kind)
    {
        using Arena arena = new();
        int files = Math.Clamp(FireSettings.Seconds * 100, 200, 10_000);
        Lower lower = new(arena, FireLower.Contents(files));
        List<string> untouched = lower.Snapshot(kind);
        using MountUnderTest mount = MountUnderTest.Mount(kind, lower);
        FireReport report = Clients.Play(mount, "files", FireSettings.Seconds, Clients.KnownOf(kind));
        int copied = Directory.EnumerateFiles($"{mount.Upper}/{FireLower.Directory}").Count();
        output.WriteLine($"{kind}: {report}; {copied} of {files} files copied up");
        Assert.Equal(untouched, lower.Snapshot(kind)); // First: nothing else that went wrong is as bad.
        report.Check();
        Assert.True(copied > files / 2, $"only {copied} of {files} files were changed");

        List<string> tree = Trees.Settled(mount);
        Assert.DoesNotContain(tree, Trees.IsBroken);
        mount.Unmount();
        Trees.CheckAfterwards(mount, kind, untouched);
        using MountUnderTest successor = MountUnderTest.Mount(kind.Successor(), lower, new UpperFolders(mount.Upper, mount.Work));
        Trees.CheckSame(tree, Trees.Settled(successor), kind);
    }
}
