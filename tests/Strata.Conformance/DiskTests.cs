using Strata.Union.Tests;
using Xunit;

namespace Strata.Conformance;

/// <summary>
/// Behaviours on file systems other than the machine's own: reflinks, other limits, other answers of the disk below, which
/// both the kernel's overlayfs and ours pass on.
/// </summary>
[Trait("Kind", "Mount")]
[Trait("Needs", "Root")]
public sealed class DiskTests
{
    /// <summary>What differs there for a reason of that disk: docs/conformance.md, "On other disks".</summary>
    private static readonly (string Disk, string[] Behaviours)[] Differing =
    [
        ("xfs", ["AllocateAndPunch", "ClonesAndDeduplication", "EveryModeOfFallocate", "LinksOfRemovedAndReplacedFolders", "RenameOntoEverything", "SeekInEverything", "WhichTimesChange"]),
        ("btrfs", ["ClonesAndDeduplication", "ParentsAfterRenames", "RemovedDirectoryStaysOpen", "StandingInARemovedFolder", "WhichTimesChange"]),
        ("tmpfs", ["SeekInEverything"]),
    ];

    [Theory]
    [InlineData("xfs", MountKind.StrataFolders)]
    [InlineData("btrfs", MountKind.StrataFoldersNoPassthrough)]
    [InlineData("tmpfs", MountKind.StrataFolders)]
    public void BehaviourOnAnotherDisk_IsThatOfTheKernelsOverlayfs(string disk, MountKind kind)
    {
        string[] differing = Differing.Single(row => row.Disk == disk).Behaviours;
        using TestDisk below = new(disk, 1200);
        using BehaviourMounts mounts = new(below.Root, Behaviours.Names);
        List<string> wrong = [];
        foreach (string behaviour in Behaviours.Names)
        {
            IReadOnlyList<string> expected = KnownDifferences.Apply(kind, behaviour, mounts.Oracle(kind, behaviour), otherDisk: true);
            string difference = LineDifference.Between(expected, mounts.Play(kind, behaviour));
            if (difference.Length > 0 != differing.Contains(behaviour))
            {
                wrong.Add($"{behaviour}:\n{(difference.Length > 0 ? difference : "no difference any more")}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
