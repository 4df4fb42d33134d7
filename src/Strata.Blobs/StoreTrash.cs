using System.Globalization;
using Strata.Linux;

namespace Strata.Blobs;

/// <summary>
/// Where files of the store go before they are removed: a folder below <c>staging</c>, so that a killed process's is found and
/// emptied like everything there. Files are renamed into it while the store is held alone, which takes microseconds each and
/// makes them disappear; <see cref="Dispose"/> unlinks them afterwards, when nobody has to wait for it. On a full disk, where no
/// such folder can be made, they are unlinked at once.
/// </summary>
/// <param name="store">The store; borrowed.</param>
public sealed class StoreTrash(BlobStore store) : IDisposable
{
    private StagingFolder? folder;
    private bool isDiskFull;
    private int count;

    /// <summary>Takes damaged objects away; those that are not there are passed over.</summary>
    /// <exception cref="ArgumentException"><paramref name="guard"/> does not hold the store alone.</exception>
    public void TakeObjects(StoreGuard guard, IEnumerable<Digest> digests)
    {
        ArgumentNullException.ThrowIfNull(digests);
        Require(guard);
        foreach (Digest digest in digests)
        {
            Take(store.Objects, digest);
        }
    }

    /// <summary>Takes chain images away, durably.</summary>
    /// <exception cref="ArgumentException"><paramref name="guard"/> does not hold the store alone.</exception>
    public void TakeChains(StoreGuard guard, IEnumerable<Digest> digests)
    {
        ArgumentNullException.ThrowIfNull(digests);
        Require(guard);
        bool any = false;
        foreach (Digest digest in digests)
        {
            any |= Take(store.Chains, digest);
        }

        if (any)
        {
            store.Chains.Sync();
        }
    }

    /// <summary>Takes blobs away; those that are not there are passed over.</summary>
    /// <exception cref="ArgumentException"><paramref name="guard"/> does not hold the store alone.</exception>
    public void TakeBlobs(StoreGuard guard, IEnumerable<Digest> digests)
    {
        ArgumentNullException.ThrowIfNull(digests);
        Require(guard);
        foreach (Digest digest in digests)
        {
            Take(store.Blobs.Files, digest);
        }
    }

    /// <summary>Removes what was taken so far.</summary>
    public void Empty()
    {
        folder?.Dispose();
        folder = null;
    }

    /// <summary>Removes what was taken.</summary>
    public void Dispose() => Empty();

    internal static void Require(StoreGuard guard)
    {
        ArgumentNullException.ThrowIfNull(guard);
        if (!guard.IsExclusive)
        {
            throw new ArgumentException("taking away needs the store alone", nameof(guard));
        }
    }

    internal bool Take(DigestFolder from, in Digest digest)
    {
        Span<byte> name = stackalloc byte[Digest.HexLength];
        digest.WriteHex(name);
        return Take(from.Folder, name, digest);
    }

    internal bool Take(ObjectFolder from, in Digest digest)
    {
        Span<byte> path = stackalloc byte[ObjectPath.Length];
        ObjectPath.Write(digest, path);
        return Take(from.Folder, path, digest);
    }

    private bool Take(FileFd from, ReadOnlySpan<byte> path, in Digest digest)
    {
        Errno error = Remove(from, path);
        if (error == Errno.ENOENT)
        {
            return false;
        }

        error.OrThrow($"take {digest} away");
        return true;
    }

    private Errno Remove(FileFd from, ReadOnlySpan<byte> path)
    {
        Errno error = Errno.ENOSPC;
        if (!isDiskFull && TryMakeFolder())
        {
            Span<byte> name = stackalloc byte[16];
            count++.TryFormat(name, out int length, provider: CultureInfo.InvariantCulture);
            error = Sys.RenameAt(from, path, folder!.Folder, name[..length]);
        }

        // Also where the folder would need one more block for one more name.
        return error is Errno.ENOSPC or Errno.EDQUOT ? Sys.UnlinkAt(from, path) : error;
    }

    private bool TryMakeFolder()
    {
        try
        {
            folder ??= StagingFolder.Create(store.Staging);
        }
        catch (LinuxException e) when (e.Error is Errno.ENOSPC or Errno.EDQUOT)
        {
            isDiskFull = true;
        }

        return folder is not null;
    }
}
