using Strata.Linux;

namespace Strata.Blobs;

/// <summary>
/// A hold on the store across processes, by flock(2) on its file <c>lock</c>. Whoever relies on contents that nothing refers
/// to yet (an import, a load, a mount that starts) holds it shared; <see cref="StoreSweep"/> holds it alone. It ends with
/// <see cref="Dispose"/> or with the process. A thread that holds one must not ask for the other kind: it would wait for itself.
/// </summary>
public sealed class StoreGuard : IDisposable
{
    private const int LockShared = 1;
    private const int LockExclusive = 2;
    private FileFd file;

    private StoreGuard(FileFd file, bool isExclusive)
    {
        this.file = file;
        IsExclusive = isExclusive;
    }

    /// <summary>Whether nobody else holds the store.</summary>
    public bool IsExclusive { get; }

    /// <summary>Lets go.</summary>
    public void Dispose()
    {
        file.Dispose();
        file = default;
    }

    internal static StoreGuard Take(FileFd root, bool exclusive)
    {
        Sys.OpenAt(root, "lock"u8, OpenFlags.ReadWrite | OpenFlags.Create, out FileFd file, 0x180).OrThrow("open the store's lock");
        Errno error = Sys.FLock(file, exclusive ? LockExclusive : LockShared);
        if (error != Errno.Ok)
        {
            file.Dispose();
            throw new LinuxException(error, "lock the store");
        }

        return new StoreGuard(file, exclusive);
    }
}
