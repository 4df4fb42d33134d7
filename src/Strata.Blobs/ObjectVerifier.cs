using System.Collections.Concurrent;
using Strata.Linux;

namespace Strata.Blobs;

/// <summary>
/// Compares objects with their digests before they are read. Each is read whole once, and again only if its file has changed
/// since; where the file system has fs-verity it is sealed then, and the kernel compares every page from there on. Safe to use
/// from several threads.
/// </summary>
/// <param name="writable">The folder of objects by a mount that is not read-only, for sealing; borrowed.</param>
public sealed class ObjectVerifier(FileFd writable)
{
    private readonly ConcurrentDictionary<Digest, (ulong Ino, Timestamp Changed)> sound = new();
    private volatile bool cannotSeal;

    /// <summary>Whether an object that was just opened has its own bytes. EIO: it has others, or cannot be read.</summary>
    internal Errno Check(in Digest digest, FileFd file)
    {
        Errno error = Sys.HasVerity(file, out bool isSealed);
        if (error != Errno.Ok || isSealed)
        {
            return error;
        }

        error = Sys.FStat(file, out FileStat stat);
        if (error != Errno.Ok || (sound.TryGetValue(digest, out (ulong, Timestamp) known) && known == (stat.Ino, stat.Changed)))
        {
            return error;
        }

        if (!FileDigest.Matches(file, digest))
        {
            return Errno.EIO;
        }

        if (!TrySeal(digest))
        {
            sound[digest] = (stat.Ino, stat.Changed);
        }

        return Errno.Ok;
    }

    private bool TrySeal(in Digest digest)
    {
        Span<byte> path = stackalloc byte[ObjectPath.Length];
        ObjectPath.Write(digest, path);
        if (cannotSeal || Sys.OpenAt(writable, path, OpenFlags.ReadOnly | OpenFlags.NoFollow, out FileFd file) != Errno.Ok)
        {
            return false;
        }

        using (file)
        {
            Errno error = Sys.EnableVerity(file);
            cannotSeal = error is Errno.EOPNOTSUPP or Errno.ENOTTY or Errno.EROFS or Errno.EPERM or Errno.EACCES;
            return error is Errno.Ok or Errno.EEXIST;
        }
    }
}
