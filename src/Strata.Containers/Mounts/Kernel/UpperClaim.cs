using Strata.Linux;

namespace Strata.Containers.Mounts.Kernel;

/// <summary>
/// The upper and work folder of a mount that the kernel is to make, kept from other mounts of Strata until it stands: FUSE
/// servers lock theirs, flock(2), and look into the kernel's table for those of the kernel once they have the lock.
/// </summary>
internal sealed class UpperClaim : IDisposable
{
    private const int ExclusiveNow = 2 | 4; // LOCK_EX | LOCK_NB
    private readonly FileFd upper;
    private readonly FileFd work;

    private UpperClaim(FileFd upper, FileFd work)
    {
        this.upper = upper;
        this.work = work;
    }

    /// <summary>Why overlayfs cannot use the folders; null where it can.</summary>
    public string? Refusal { get; private init; }

    /// <summary>Takes the folders, if there are any.</summary>
    /// <exception cref="ContainerException">One is missing or in use, or they cannot belong together.</exception>
    public static UpperClaim Take(string? upperPath, string? workPath)
    {
        FileFd upper = default;
        FileFd work = default;
        try
        {
            upper = UnionFolders.Open(upperPath, "upper folder");
            work = UnionFolders.Open(workPath, "work folder");
            if (!upper.IsOpen)
            {
                return new UpperClaim(default, default);
            }

            Check(upper, work);
            return new UpperClaim(upper, work) { Refusal = WhyUnfit(work) };
        }
        catch
        {
            work.Dispose();
            upper.Dispose();
            throw;
        }
    }

    /// <summary>Refuses folders that a mount of the kernel in this mount namespace uses as upper or work folder.</summary>
    /// <exception cref="ContainerException">One does.</exception>
    public static void RefuseThoseOfTheKernel(FileFd upper, FileFd work)
    {
        Sys.FStat(upper, out FileStat upperStat).OrThrow("statx of the upper folder");
        Sys.FStat(work, out FileStat workStat).OrThrow("statx of the work folder");
        foreach (string path in MountTable.Read().SelectMany(mount => mount.OverlayFolders))
        {
            if (Sys.StatAt(FileFd.WorkingDirectory, PathText.Bytes(path), out FileStat used) == Errno.Ok
                && (IsSame(used, upperStat) || IsSame(used, workStat)))
            {
                throw InUse();
            }
        }
    }

    /// <summary>What is said of folders in use.</summary>
    public static ContainerException InUse() => new("the upper or work folder is in use by another mount");

    /// <summary>Lets go.</summary>
    public void Dispose()
    {
        work.Dispose();
        upper.Dispose();
    }

    private static void Check(FileFd upper, FileFd work)
    {
        Sys.FStat(upper, out FileStat upperStat).OrThrow("statx of the upper folder");
        Sys.FStat(work, out FileStat workStat).OrThrow("statx of the work folder");
        if (upperStat.Dev != workStat.Dev)
        {
            throw new ContainerException("the upper and the work folder lie on different file systems");
        }

        Errno error = IsSame(upperStat, workStat) ? Errno.EINVAL : Sys.FLock(upper, ExclusiveNow);
        error = error != Errno.Ok ? error : Sys.FLock(work, ExclusiveNow);
        if (error != Errno.Ok)
        {
            throw error == Errno.EAGAIN ? InUse() : new ContainerException($"open the upper and work folder: {error.Message()}");
        }

        RefuseThoseOfTheKernel(upper, work);
    }

    private static string? WhyUnfit(FileFd work)
    {
        if (VolatileMark.IsIn(work))
        {
            return "the work folder is of a volatile mount, of whose upper folder a power cut may have lost something";
        }

        // Where the kernel cannot set this it mounts all the same, but without metacopy: then files of the image have no content.
        ReadOnlySpan<byte> name = "trusted.overlay.opaque"u8;
        Errno error = Sys.FSetXattr(work, name, "0"u8);
        error = error != Errno.Ok ? error : Sys.FRemoveXattr(work, name);
        return error == Errno.Ok ? null : $"the file system of the upper folder takes no trusted extended attributes: {error.Message()}";
    }

    private static bool IsSame(in FileStat a, in FileStat b) => a.Dev == b.Dev && a.Ino == b.Ino;
}
