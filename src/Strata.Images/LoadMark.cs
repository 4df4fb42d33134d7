using Strata.Linux;

namespace Strata.Images;

/// <summary>
/// Tells that layers may lie in the store that no image needs. The file <c>images.loading</c> is there while loads and
/// removals run, and stays when one is killed or fails; whoever finds it without one that runs sweeps the store. Each holds
/// flock(2) on it, shared.
/// </summary>
internal sealed class LoadMark : IDisposable
{
    private const int LockShared = 1;
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;
    private readonly FileFd root;
    private FileFd file;

    private LoadMark(FileFd root, FileFd file)
    {
        this.root = root;
        this.file = file;
    }

    private static ReadOnlySpan<byte> Name => "images.loading"u8;

    /// <summary>Marks that a load begins.</summary>
    public static LoadMark Begin(FileFd root)
    {
        while (true)
        {
            bool wasThere = Sys.StatAt(root, Name, out _) == Errno.Ok;
            LoadMark mark = new(root, Open(root, OpenFlags.Create));

            // Alone with a file that was there before: its load was killed, and somebody must sweep after it.
            if (wasThere && Sys.FLock(mark.file, LockExclusive | LockNonBlocking) == Errno.Ok)
            {
                mark.SweepIsDue();
            }

            Sys.FLock(mark.file, LockShared).OrThrow("lock the store's images.loading");
            if (mark.IsCurrent())
            {
                return mark;
            }

            mark.Dispose();
        }
    }

    /// <summary>The mark of a load that was killed; null where there is none, or where loads run.</summary>
    public static LoadMark? TakeStale(FileFd root)
    {
        if (Sys.StatAt(root, Name, out _) == Errno.ENOENT
            || Sys.OpenAt(root, Name, OpenFlags.ReadWrite | OpenFlags.NoFollow, out FileFd file) != Errno.Ok)
        {
            return null;
        }

        LoadMark mark = new(root, file);
        if (Sys.FLock(file, LockExclusive | LockNonBlocking) == Errno.Ok && mark.IsCurrent())
        {
            mark.SweepIsDue();
            return mark;
        }

        mark.Dispose();
        return null;
    }

    /// <summary>Remembers, for whoever ends last, that something may be left.</summary>
    public void SweepIsDue() => Sys.FTruncate(file, 1).OrThrow("mark the store's images.loading");

    /// <summary>Forgets what was remembered. Only while the store has been held alone since before everything was swept: whoever left something had left it before.</summary>
    public void SweepIsDone() => Sys.FTruncate(file, 0).OrThrow("mark the store's images.loading");

    /// <summary>
    /// Ends the mark where no other load runs: <paramref name="trySweep"/> is called if a sweep is due, then the file is removed;
    /// it stays where the store cannot be swept now.
    /// </summary>
    public void End(Func<bool> trySweep)
    {
        if (Sys.FLock(file, LockExclusive | LockNonBlocking) != Errno.Ok)
        {
            return;
        }

        Sys.FStat(file, out FileStat stat).OrThrow("look at the store's images.loading");
        if (stat.Size > 0 && !trySweep())
        {
            return;
        }

        Sys.UnlinkAt(root, Name).OrThrow("remove the store's images.loading");
    }

    /// <summary>Lets go of the file.</summary>
    public void Dispose()
    {
        file.Dispose();
        file = default;
    }

    private static FileFd Open(FileFd root, OpenFlags flags)
    {
        Sys.OpenAt(root, Name, OpenFlags.ReadWrite | OpenFlags.NoFollow | flags, out FileFd file, 0x180)
            .OrThrow("open the store's images.loading");
        return file;
    }

    /// <summary>Whether the file still has its name: the last load may have removed it between the opening and the locking.</summary>
    private bool IsCurrent() =>
        Sys.FStat(file, out FileStat own) == Errno.Ok
        && Sys.StatAt(root, Name, out FileStat named) == Errno.Ok
        && own.Ino == named.Ino;
}
