using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// What lies below the upper: a tree that never changes while it is mounted, with whiteouts and opaque directories already
/// resolved and overlayfs's own xattrs hidden. Safe to use from several threads.
/// </summary>
public abstract class Lower : IDisposable
{
    /// <summary>The root directory.</summary>
    public abstract LowerId Root { get; }

    /// <summary>Whether any inode may have an xattr that users see.</summary>
    public virtual bool HasXattrs => true;

    /// <summary>
    /// Finds a name; ENOENT where it is not there. The caller owns the id and gives it back with <see cref="Release"/>.
    /// The inode number in <paramref name="stat"/> is unique in the union.
    /// </summary>
    public abstract Errno Lookup(LowerId directory, ReadOnlySpan<byte> name, out LowerId id, out FileStat stat);

    /// <summary>Whether the directory has the name.</summary>
    public abstract bool Contains(LowerId directory, ReadOnlySpan<byte> name);

    /// <summary>Whether every inode can be found again by its origin.</summary>
    public abstract bool HasOrigins { get; }

    /// <summary>
    /// What overlayfs stores as <c>origin</c> of a copy of the inode, by which the copy is known for it over renames and
    /// remounts. Empty where its file system has no handles.
    /// </summary>
    public abstract Errno GetOrigin(LowerId id, Span<byte> origin, out int length);

    /// <summary>The inode number in the union of the inode that an origin names; false where it is none of this lower.</summary>
    public abstract bool TryFindOrigin(ReadOnlySpan<byte> origin, out ulong ino);

    /// <summary>The attributes of the inode that an origin names; false also where this process may not ask for them.</summary>
    public abstract bool TryStatOrigin(ReadOnlySpan<byte> origin, out FileStat stat);

    /// <summary>The attributes of an inode.</summary>
    public abstract Errno GetAttributes(LowerId id, out FileStat stat);

    /// <summary>The target of a symlink, cut at the length of <paramref name="target"/>.</summary>
    public abstract Errno ReadLink(LowerId id, Span<byte> target, out int length);

    /// <summary>
    /// Opens the content of a regular file for reading. Where <paramref name="file"/> is not open after success, the
    /// content is in memory: <see cref="InlineContent"/>.
    /// </summary>
    public abstract Errno Open(LowerId id, out FileFd file);

    /// <summary>The content of a file that <see cref="Open"/> gave no descriptor for; valid as long as the lower.</summary>
    public abstract ReadOnlySpan<byte> InlineContent(LowerId id);

    /// <summary>An xattr, by the rules of getxattr(2): an empty buffer asks for the length, ERANGE, ENODATA.</summary>
    public abstract Errno GetXattr(LowerId id, ReadOnlySpan<byte> name, Span<byte> value, out int length);

    /// <summary>The names of the xattrs, each ended by NUL, by the rules of listxattr(2).</summary>
    public abstract Errno ListXattrs(LowerId id, Span<byte> names, out int length);

    /// <summary>
    /// The entry of a directory at <paramref name="cookie"/>: 0, or <see cref="LowerEntry.NextCookie"/> of the one before.
    /// ENOENT at the end. Neither "." nor "..".
    /// </summary>
    public abstract Errno NextEntry(LowerId directory, ulong cookie, out LowerEntry entry);

    /// <summary>statfs(2): what the lower holds, with nothing free.</summary>
    public abstract Errno StatFileSystem(out FileSystemStat stat);

    /// <summary>Gives an id back.</summary>
    public abstract void Release(LowerId id);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Follows an overlayfs redirect from the root; ENOENT where nothing is there.</summary>
    /// <param name="path">Components separated by slashes, with a leading slash.</param>
    /// <param name="id">The inode; the caller releases it.</param>
    /// <param name="stat">Its attributes.</param>
    public Errno Resolve(ReadOnlySpan<byte> path, out LowerId id, out FileStat stat)
    {
        id = Root;
        stat = default;
        while (!path.IsEmpty)
        {
            int slash = path.IndexOf((byte)'/');
            ReadOnlySpan<byte> name = slash < 0 ? path : path[..slash];
            path = slash < 0 ? default : path[(slash + 1)..];
            if (name.IsEmpty)
            {
                continue;
            }

            Errno error = Lookup(id, name, out LowerId next, out stat);
            Release(id);
            id = next;
            if (error != Errno.Ok)
            {
                return error;
            }
        }

        return id == Root ? Errno.ENOENT : Errno.Ok;
    }
}
