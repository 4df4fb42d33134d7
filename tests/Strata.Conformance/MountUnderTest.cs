using System.Diagnostics;
using Strata.Linux;

namespace Strata.Conformance;

/// <summary>A mounted union: described lowers, an upper and a work folder of its own.</summary>
internal abstract class MountUnderTest : IDisposable
{
    private readonly Arena arena;
    private bool mounted;

    protected MountUnderTest(Lower lower, UpperFolders? upper)
    {
        Lower = lower;
        arena = lower.Arena;
        Point = arena.Folder("m");
        Upper = upper?.Upper ?? arena.Folder("u");
        Work = upper?.Work ?? arena.Folder("w");
    }

    /// <summary>The mount point.</summary>
    public string Point { get; }

    public Lower Lower { get; }

    public string Upper { get; }

    public string Work { get; }

    /// <summary>The process that serves it; null where the kernel does.</summary>
    public virtual Process? Server => null;

    /// <summary>The root directory of the mount.</summary>
    public FileFd Root { get; private set; }

    /// <summary>Mounts; the lowers are made where they are not there yet.</summary>
    /// <param name="kind">What is to serve it.</param>
    /// <param name="lower">The layers.</param>
    /// <param name="upper">An upper that is there already; a new empty one where null.</param>
    public static MountUnderTest Mount(MountKind kind, Lower lower, UpperFolders? upper = null)
    {
        MountUnderTest mount = kind.IsDriver() ? new KernelChain(lower, upper, kind)
            : kind.IsKernel() ? new KernelOverlay(lower, upper, kind) : new StrataMount(lower, upper, kind);
        mount.Start();
        return mount;
    }

    /// <summary>What a driver staged in the work folder and did not publish. Of the index only names, which are for good.</summary>
    public List<string> LeftInWork() =>
        [.. Directory.EnumerateFileSystemEntries(Work).Where(path => Path.GetFileName(path) is not "index")
            .SelectMany(path => Directory.EnumerateFileSystemEntries(path)).Where(path => Path.GetFileName(path) != "incompat")];

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

    /// <summary>Mounts, and opens the root.</summary>
    protected void Start()
    {
        MountNow();
        mounted = true;
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(Point), OpenFlags.Directory, out FileFd root).OrThrow(Point);
        Root = root;
    }

    protected abstract void MountNow();

    /// <summary>Takes away what another volatile mount left, which must not be used again after a crash: there was none.</summary>
    protected void ForgetVolatile() => Arena.Delete($"{Work}/work/incompat");

    protected virtual void AfterUnmount()
    {
    }
}
