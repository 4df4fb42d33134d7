using Strata.Conformance;
using Xunit;
using Xunit.Abstractions;

namespace Strata.Fire;

/// <summary>64 processes that make random calls in the same few directories, and are killed in the middle of them.</summary>
[Trait("Kind", "Mount")]
public sealed class ClientsTests(ITestOutputHelper output)
{
    /// <summary>The oracle too: it says whether what the clients take for wrong is.</summary>
    public static TheoryData<MountKind> Kinds() =>
    [
        MountKind.KernelOverlayFull, MountKind.StrataFoldersFull, MountKind.StrataFoldersNoPassthrough,
        MountKind.StrataChainFull, MountKind.StrataChainFullNoPassthrough,
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ClientsThatAreKilled_LeaveOneTreeForEverybody(MountKind kind)
    {
        using Arena arena = new();
        Lower lower = new(arena, FireLower.Tree());
        List<string> untouched = lower.Snapshot(kind);
        using MountUnderTest mount = MountUnderTest.Mount(kind, lower);
        FireReport report = Clients.Play(mount, "tree", FireSettings.Seconds, Clients.KnownOf(kind));
        output.WriteLine($"{kind}: {report}");
        report.Check();

        List<string> tree = Trees.Settled(mount);
        Assert.DoesNotContain(tree, Trees.IsBroken);
        mount.Unmount();
        Trees.CheckAfterwards(mount, kind, untouched);
        using MountUnderTest successor = MountUnderTest.Mount(kind.Successor(), lower, new UpperFolders(mount.Upper, mount.Work));
        Trees.CheckSame(tree, Trees.Settled(successor), kind);
    }
}
