using Strata.Linux;

namespace Strata.Blobs;

/// <summary>
/// The folder of objects, read: plain files named by the SHA-256 of their content, never changed after their publication.
/// Safe to use from several threads.
/// </summary>
/// <param name="folder">The open folder <c>objects</c>; owned by this object from now on.</param>
/// <param name="verifier">Compares what is opened with its digest; null to trust the disk.</param>
public sealed class ObjectFolder(FileFd folder, ObjectVerifier? verifier = null) : IDisposable
{
    /// <summary>The folder itself, for an overlayfs data layer.</summary>
    public FileFd Folder => folder;

    /// <summary>Opens an object for reading. ENOENT: the store does not have it. EIO: a verifier found other bytes in it.</summary>
    public Errno Open(in Digest digest, out FileFd file)
    {
        Span<byte> path = stackalloc byte[ObjectPath.Length];
        ObjectPath.Write(digest, path);
        Errno error = Sys.OpenAt(folder, path, OpenFlags.ReadOnly | OpenFlags.NoFollow, out file);
        if (error == Errno.Ok && verifier is not null)
        {
            error = verifier.Check(digest, file);
            if (error != Errno.Ok)
            {
                file.Dispose();
                file = default;
            }
        }

        return error;
    }

    /// <summary>Whether the object is there.</summary>
    public bool Contains(in Digest digest)
    {
        Span<byte> path = stackalloc byte[ObjectPath.Length];
        ObjectPath.Write(digest, path);
        return Sys.StatAt(folder, path, out _) == Errno.Ok;
    }

    /// <summary>Bytes of the object. ENOENT: it is not there.</summary>
    public Errno SizeOf(in Digest digest, out long size)
    {
        Span<byte> path = stackalloc byte[ObjectPath.Length];
        ObjectPath.Write(digest, path);
        Errno error = Sys.StatBasicAt(folder, path, out FileStat stat);
        size = (long)stat.Size;
        return error;
    }

    /// <summary>Reads an object and compares it with its name. EIO: it has other bytes, or cannot be read. ENOENT: it is not there.</summary>
    public Errno Verify(in Digest digest) => FileDigest.Verify(Open(digest, out FileFd file), file, digest);

    /// <summary>The digests of all objects; names that are not objects' are passed over.</summary>
    public IReadOnlyList<Digest> List()
    {
        List<Digest> digests = [];
        Span<byte> path = stackalloc byte[ObjectPath.Length];
        foreach (byte[] prefix in FolderListing.Of(folder))
        {
            if (prefix.Length != 2)
            {
                continue;
            }

            Errno error = Sys.OpenAt(folder, prefix, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd part);
            if (error is Errno.ENOTDIR or Errno.ENOENT)
            {
                continue;
            }

            // Who passed it over would take its objects for swept.
            error.OrThrow("open a folder of objects");
            using (part)
            {
                foreach (byte[] name in FolderListing.Of(part))
                {
                    if (name.Length == ObjectPath.Length - 3)
                    {
                        prefix.CopyTo(path);
                        path[2] = (byte)'/';
                        name.CopyTo(path[3..]);
                        if (ObjectPath.TryRead(path, out Digest digest))
                        {
                            digests.Add(digest);
                        }
                    }
                }
            }
        }

        return digests;
    }

    /// <summary>Closes the folder.</summary>
    public void Dispose() => folder.Dispose();
}
