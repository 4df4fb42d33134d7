using System.Security.Cryptography;
using Strata.Linux;

namespace Strata.Blobs;

/// <summary>
/// A folder below <c>staging</c> that belongs to one batch of one process. Its owner holds an flock(2) on the folder
/// itself, so that another process can tell leftovers of a dead one from work under way.
/// </summary>
internal sealed class StagingFolder : IDisposable
{
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;
    private const int Many = 256;
    private const int RemovingThreads = 4;
    private readonly FileFd staging;
    private readonly byte[] name;
    private FileFd folder;

    private StagingFolder(FileFd staging, byte[] name, FileFd folder)
    {
        this.staging = staging;
        this.name = name;
        this.folder = folder;
    }

    public FileFd Folder => folder;

    public static StagingFolder Create(FileFd staging)
    {
        while (true)
        {
            byte[] name = PathText.Bytes(RandomNumberGenerator.GetHexString(16, lowercase: true));
            Sys.MkdirAt(staging, name, 0x1c0).OrThrow("make a staging folder");
            if (TryOwn(staging, name, out FileFd folder))
            {
                return new StagingFolder(staging, name, folder);
            }
        }
    }

    /// <summary>Removes what dead owners left behind.</summary>
    public static void SweepLeftovers(FileFd staging)
    {
        foreach (byte[] name in FolderListing.Of(staging))
        {
            if (TryOwn(staging, name, out FileFd folder))
            {
                new StagingFolder(staging, name, folder).Dispose();
            }
        }
    }

    /// <summary>Removes the folder with everything still in it, and lets go of it.</summary>
    public void Dispose()
    {
        if (!folder.IsOpen)
        {
            return;
        }

        try
        {
            List<byte[]> files = FolderListing.Of(folder);
            if (files.Count < Many)
            {
                files.ForEach(file => Remove(folder, file));
            }
            else
            {
                // The name goes under the folder's lock, but most of the time goes into giving back blocks, after it.
                FileFd shared = folder;
                Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = RemovingThreads }, file => Remove(shared, file));
            }
        }
        catch (LinuxException)
        {
            // Failing to tidy up must not hide why a batch failed; the next start sweeps what is left.
        }

        _ = Sys.RmdirAt(staging, name);
        folder.Dispose();
        folder = default;
    }

    private static void Remove(FileFd folder, byte[] file)
    {
        if (Sys.UnlinkAt(folder, file) is Errno.EISDIR or Errno.EPERM)
        {
            _ = Sys.RmdirAt(folder, file); // No file of the store's, but trash may have taken it.
        }
    }

    private static bool TryOwn(FileFd staging, byte[] name, out FileFd folder)
    {
        if (Sys.OpenAt(staging, name, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow, out folder) != Errno.Ok)
        {
            return false;
        }

        // Between its making and its locking a sweeper may have taken and removed it: then the name is gone or another's.
        if (Sys.FLock(folder, LockExclusive | LockNonBlocking) == Errno.Ok
            && Sys.FStat(folder, out FileStat own) == Errno.Ok
            && Sys.StatAt(staging, name, out FileStat named) == Errno.Ok
            && own.Ino == named.Ino)
        {
            return true;
        }

        folder.Dispose();
        folder = default;
        return false;
    }
}
