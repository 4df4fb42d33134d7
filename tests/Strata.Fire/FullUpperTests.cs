using Strata.Conformance;
using Strata.Linux;
using Strata.Union.Tests;
using Xunit;
using Xunit.Abstractions;

namespace Strata.Fire;

/// <summary>The same clients over an upper that has no room: ENOSPC is an answer, and nothing is the worse for it.</summary>
[Trait("Kind", "Mount")]
public sealed class FullUpperTests(ITestOutputHelper output)
{
    private const string Filler = "filler";
    private const int Megabytes = 32;

    /// <summary>What the clients find in a second they write more.</summary>
    private const int Room = 64 << 10;

    /// <summary>Directories that have grown, which ext4 does not make smaller again, and whiteouts.</summary>
    private const long Unreturned = 2 << 20;

    public static TheoryData<MountKind> Kinds() => [MountKind.StrataFoldersFull, MountKind.StrataChainFullNoPassthrough];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ClientsOfAFullUpper_LoseNothingButRoom(MountKind kind)
    {
        using Arena arena = new();
        using TestDisk disk = new("ext4", Megabytes);
        TestDisk.Run("tune2fs", "-m", "0", disk.Device); // A twentieth would be root's, and so the clients'.
        Lower lower = new(arena, FireLower.Tree());
        List<string> untouched = lower.Snapshot(kind);
        UpperFolders folders = new(Directory.CreateDirectory($"{disk.Root}/u").FullName, Directory.CreateDirectory($"{disk.Root}/w").FullName);
        long empty = Used(disk);
        Play(kind, mount =>
        {
            File.WriteAllBytes($"{mount.Point}/{Filler}", new byte[4 << 20]);
            File.WriteAllBytes($"{mount.Point}/{FireLower.Directory}/ballast", new byte[new DriveInfo(disk.Root).AvailableFreeSpace - Room]);

            // EXDEV: as in overlayfs, of a renamed folder of the lower that has no room for its redirect.
            FireReport report = Clients.Play(mount, "tree", FireSettings.Seconds, [nameof(Errno.ENOSPC), nameof(Errno.EXDEV), .. Clients.KnownOf(kind), .. Clients.FailedPages(kind)]);
            output.WriteLine($"{kind}: {report}");
            report.Check();
            Assert.True(report.Errors.GetValueOrDefault(nameof(Errno.ENOSPC)) > 0, $"the disk was not full: {report}");
            Assert.DoesNotContain(Trees.Shown(mount), Trees.IsBroken);

            // Room for the work folder that the kernel makes anew when it mounts.
            File.Delete($"{mount.Point}/{Filler}");
        });

        // What was written to a mapping and found no room is gone with the page cache that had it: what the disk has counts.
        List<string> tree = [];
        Play(kind, mount => tree = Trees.Shown(mount));
        Play(kind.Successor(), mount => Trees.CheckSame(tree, Trees.Shown(mount), kind));

        long full = Used(disk) - empty;
        Play(kind, mount => TestDisk.Run("rm", "-rf", $"{mount.Point}/{FireLower.Directory}"));
        output.WriteLine($"{full} bytes of {disk.Root} were used, {Used(disk) - empty} are");
        Assert.InRange(Used(disk) - empty, 0, Unreturned);

        void Play(MountKind by, Action<MountUnderTest> action)
        {
            MountUnderTest mount = MountUnderTest.Mount(by, lower, folders);
            try
            {
                action(mount);
            }
            finally
            {
                mount.Unmount();
            }

            Trees.CheckAfterwards(mount, by, untouched);
        }
    }

    private static long Used(TestDisk disk)
    {
        DriveInfo drive = new(disk.Root);
        return drive.TotalSize - drive.TotalFreeSpace;
    }
}
