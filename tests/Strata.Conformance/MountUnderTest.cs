using Strata.Containers.Mounts.Kernel;
using Strata.Linux;

namespace Strata.Conformance;

/// <summary>A mounted union: described lowers, an upper and a work folder of its own.</summary>
internal abstract class MountUnderTest : IDisposable
{
    private readonly Arena arena;
    private bool mounted;

    protected MountUnderTest(Lower lower, string? upper, string? work)
    {
        Lower = lower;
        arena = lower.Arena;
        Point = arena.Folder("m");
        Upper = upper ?? arena.Folder("u");
        Work = work ?? arena.Folder("w");
    }

    /// <summary>The mount point.</summary>
    public string Point { get; }

    public Lower Lower { get; }

    public string Upper { get; }

    public string Work { get; }

    /// <summary>The root directory of the mount.</summary>
    public FileFd Root { get; private set; }

    /// <summary>Mounts; the lowers are made where they are not there yet.</summary>
    /// <param name="kind">What is to serve it.</param>
    /// <param name="lower">The layers.</param>
    /// <param name="upper">An upper that is there already; a new empty one where null.</param>
    /// <param name="work">The work folder of that upper, which has its index; a new empty one where null.</param>
    public static MountUnderTest Mount(MountKind kind, Lower lower, string? upper = null, string? work = null)
    {
        MountUnderTest mount = kind switch
        {
            MountKind.KernelOverlay => new KernelOverlay(lower, upper, work, "off"),
            MountKind.KernelOverlayWithAllMarks => new KernelOverlay(lower, upper, work, "on"),
            MountKind.StrataFolders => new StrataMount(lower, upper, work, chain: false, passthrough: true),
            MountKind.StrataFoldersNoPassthrough => new StrataMount(lower, upper, work, chain: false, passthrough: false),
            MountKind.StrataChain => new StrataMount(lower, upper, work, chain: true, passthrough: true),
            MountKind.StrataChainNoPassthrough => new StrataMount(lower, upper, work, chain: true, passthrough: false),
            MountKind.KernelChain => new KernelChain(lower, upper, work, ErofsSource.LoopDevice, null),
            MountKind.KernelChainByPaths => new KernelChain(lower, upper, work, ErofsSource.File, OverlayConstruction.Paths),
            MountKind.KernelChainScreened => new KernelChain(lower, upper, work, ErofsSource.LoopDevice, OverlayConstruction.ScreenedObjects),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
        mount.MountNow();
        mount.mounted = true;
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(mount.Point), OpenFlags.Directory, out FileFd root).OrThrow(mount.Point);
        mount.Root = root;
        return mount;
    }

    /// <summary>Ends the mount; the upper stays.</summary>
    public void Unmount()
    {
        if (mounted)
        {
            mounted = false;
            Root.Dispose();
            Errno error = Sys.Unmount(PathText.Bytes(Point), 0);
            if (error != Errno.Ok)
            {
                const int Detach = 2;
                Sys.Unmount(PathText.Bytes(Point), Detach).OrThrow(Point);
            }

            AfterUnmount();
        }
    }

    /// <summary>Ends the mount and deletes its upper.</summary>
    public void Dispose()
    {
        Unmount();
        Arena.Delete(Upper);
        Arena.Delete(Work);
    }

    protected abstract void MountNow();

    protected virtual void AfterUnmount()
    {
    }
}
