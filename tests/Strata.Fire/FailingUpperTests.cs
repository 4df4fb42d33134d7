using Strata.Conformance;
using Strata.Linux;
using Strata.Union.Tests;
using Xunit;
using Xunit.Abstractions;

namespace Strata.Fire;

/// <summary>
/// The same clients over an upper whose file system finds itself damaged and turns read-only under them (ext4 with
/// <c>errors=remount-ro</c>): changes answer EROFS, reads go on, and it can be unmounted and repaired.
/// </summary>
[Trait("Kind", "Mount")]
public sealed class FailingUpperTests(ITestOutputHelper output)
{
    /// <summary>
    /// What the disk and the kernel's overlayfs answer there: ext4 EIO to whoever waits for what it can no longer write (also
    /// to a write to a file open with O_SYNC), overlayfs EXDEV to a link or a rename that it cannot prepare.
    /// </summary>
    private static readonly string[] OfTheDisk =
    [
        nameof(Errno.EROFS), nameof(Errno.EXDEV),
        .. from call in (string[])["fsync", "sync_folder", "touch_map", "write", "pwrite", "direct", "reopen", "fallocate", "copy_range", "sendfile", "unnamed"]
           select $"{call}:{nameof(Errno.EIO)}",
    ];

    public static TheoryData<MountKind> Kinds() => [MountKind.KernelOverlayFull, MountKind.StrataFoldersFull, MountKind.StrataChainFullNoPassthrough];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task UpperThatTurnsReadOnlyUnderClients_AnswersErofsAndGoesOnReading(MountKind kind)
    {
        using Arena arena = new();
        using TestDisk disk = new("ext4", 200);
        TestDisk.Run("mount", "-o", "remount,errors=remount-ro", disk.Root);
        Lower lower = new(arena, FireLower.Tree());
        List<string> untouched = lower.Snapshot(kind);
        UpperFolders folders = new(Directory.CreateDirectory($"{disk.Root}/u").FullName, Directory.CreateDirectory($"{disk.Root}/w").FullName);
        MountUnderTest mount = MountUnderTest.Mount(kind, lower, folders);
        try
        {
            // ext4 keeps nothing that it has not committed.
            TestDisk.Run("sync", "-f", disk.Root);
            Task<FireReport> clients = Task.Run(() => Clients.Play(mount, "tree", FireSettings.Seconds, [.. OfTheDisk, .. Clients.KnownOf(kind), .. Clients.FailedPages(kind)]));
            await Task.Delay(TimeSpan.FromSeconds(FireSettings.Seconds / 2.0));
            Fail(disk);
            FireReport report = await clients;
            output.WriteLine($"{kind}: {report}");
            report.Check();
            Assert.True(report.Errors.GetValueOrDefault(nameof(Errno.EROFS)) > 100, report.ToString());

            Assert.Equal(Errno.EROFS, Sys.MkdirAt(mount.Root, "new"u8, 0b111_101_101));
            List<string> tree = Trees.Shown(mount);
            Assert.True(tree.Count > 100, $"{tree.Count} names are left");
            Assert.DoesNotContain(tree, Trees.IsBroken);
        }
        finally
        {
            mount.Unmount();
        }

        Assert.Equal(untouched, lower.Snapshot(kind));
        disk.Repair();
        mount = MountUnderTest.Mount(kind, lower, folders);
        try
        {
            Assert.Equal(Errno.Ok, Sys.MkdirAt(mount.Root, "new"u8, 0b111_101_101));
            Assert.DoesNotContain(Trees.Shown(mount), Trees.IsBroken);
        }
        finally
        {
            mount.Unmount();
        }

        Trees.CheckAfterwards(mount, kind, untouched);
    }

    /// <summary>Lets ext4 believe that it met damage.</summary>
    private static void Fail(TestDisk disk) => File.WriteAllText($"/sys/fs/ext4/{Path.GetFileName(disk.Device)}/trigger_fs_error", "a test");
}
