using Strata.Conformance;
using Strata.Linux;
using Xunit;

namespace Strata.Fire;

/// <summary>What must hold of a mount after its clients are gone.</summary>
internal static class Trees
{
    /// <summary>The tree that the mount shows, once all that was written through mappings has arrived.</summary>
    public static List<string> Settled(MountUnderTest mount)
    {
        Sys.SyncFs(mount.Root).OrThrow(mount.Point);
        return Shown(mount);
    }

    /// <summary>The tree that the mount shows as it is.</summary>
    public static List<string> Shown(MountUnderTest mount)
    {
        Sys.OpenAt(mount.Root, PathText.Bytes(FireLower.Directory), OpenFlags.Directory, out FileFd root).OrThrow(mount.Point);
        using FileFd owned = root;
        return TreeSnapshot.Of(root);
    }

    /// <summary>Whether a line of a tree says that its file could not be asked for or read.</summary>
    public static bool IsBroken(string line) => line.Split(' ').Any(word => word.StartsWith('E') && Enum.TryParse(word, out Errno _));

    /// <summary>Checks that the kernel shows over an upper what our mount showed.</summary>
    public static void CheckSame(List<string> shown, List<string> successor, MountKind kind)
    {
        string difference = LineDifference.Between(successor, shown);
        Assert.True(difference.Length == 0, $"{kind}, seed {FireSettings.Seed}: {kind.Successor()} shows over its upper:\n{difference}");
    }

    /// <summary>Checks that nothing is left in the work folder of an unmounted mount, and that no lower changed.</summary>
    public static void CheckAfterwards(MountUnderTest mount, MountKind kind, List<string> untouched)
    {
        if (!kind.IsKernel())
        {
            // The kernel keeps a whiteout there, to make others of by link(2).
            Assert.Empty(mount.LeftInWork());
        }

        Assert.Equal(untouched, mount.Lower.Snapshot(kind));
    }
}
