using Strata.Linux;

namespace Strata.Fuse;

/// <summary>
/// A file system as the kernel asks for it: inodes by <see cref="NodeId"/>, no paths. The session calls it from one or
/// several threads at once, never before <see cref="Ready"/> and never after <see cref="FuseSession.Run"/> has returned. An
/// answer is an <see cref="Errno"/>; an exception is a bug, is logged, and the application sees EIO.
/// <para>
/// Permissions are the kernel's work (default_permissions). Names never hold a slash or NUL, are at most 255 bytes, and are
/// neither "." nor "..". Spans are valid only until the method returns.
/// </para>
/// <para>
/// ENOSYS from an optional method (those with a body here) means "never ask again in this mount" to the kernel, which then
/// behaves as its documentation says. Handlers must not block on something that needs this mount.
/// </para>
/// </summary>
/// <remarks>
/// Worked example, a file that is looked up, read and forgotten: <c>Lookup(1, "a")</c> answers node 7 (one lookup);
/// <c>Open(7)</c> answers handle 3; <c>Read(7, 3, 0, …)</c>; <c>Release(7, 3)</c>; <c>Forget(7, 1)</c>. Until that Forget the
/// number 7 must mean this inode, even when its last name is gone.
/// </remarks>
public interface IFileSystem
{
    /// <summary>The kernel and the session have agreed; the first request follows. Called once, by the reader.</summary>
    void Ready(FuseConnection connection);

    /// <summary>LOOKUP. Ok with a negative <see cref="EntryReply"/> is remembered by the kernel, ENOENT is not.</summary>
    Errno Lookup(NodeId parent, FileName name, out EntryReply entry);

    /// <summary>FORGET: the kernel drops <paramref name="count"/> of its lookups; at zero it no longer knows the node. Never for the root.</summary>
    void Forget(NodeId node, ulong count);

    /// <summary>GETATTR and STATX. After the last name of an open file is gone, <see cref="FileStat.Links"/> is 0.</summary>
    /// <param name="node">The inode.</param>
    /// <param name="handle">An open file of it, where the kernel has one at hand (fstat(2)).</param>
    /// <param name="attributes">The attributes.</param>
    Errno GetAttributes(NodeId node, FileHandle? handle, out AttributesReply attributes);

    /// <summary>SETATTR: chmod, chown, truncate, utimens; answers the attributes as they are afterwards.</summary>
    Errno SetAttributes(in Caller caller, NodeId node, FileHandle? handle, in AttributeChange change, out AttributesReply attributes);

    /// <summary>READLINK, without a NUL. The kernel keeps the answer: the target of a symlink never changes.</summary>
    Errno ReadLink(NodeId node, Span<byte> target, out int length);

    /// <summary>MKNOD: a regular file, fifo, socket or device. Where the parent has no default ACL, apply <paramref name="umask"/>.</summary>
    Errno MakeNode(in Caller caller, NodeId parent, FileName name, uint mode, uint umask, DeviceNumber device, out EntryReply entry);

    /// <summary>MKDIR. <paramref name="mode"/> has no type bits.</summary>
    Errno MakeDirectory(in Caller caller, NodeId parent, FileName name, uint mode, uint umask, out EntryReply entry);

    /// <summary>SYMLINK.</summary>
    Errno MakeSymlink(in Caller caller, NodeId parent, FileName name, ReadOnlySpan<byte> target, out EntryReply entry);

    /// <summary>LINK: one more name for <paramref name="node"/>; the reply counts as a lookup of it.</summary>
    Errno MakeLink(NodeId node, NodeId newParent, FileName newName, out EntryReply entry);

    /// <summary>UNLINK. The node lives on until it is forgotten and released.</summary>
    Errno Unlink(NodeId parent, FileName name);

    /// <summary>RMDIR.</summary>
    Errno RemoveDirectory(NodeId parent, FileName name);

    /// <summary>RENAME and RENAME2, renameat2(2). Unknown flags are EINVAL.</summary>
    Errno Rename(NodeId parent, FileName name, NodeId newParent, FileName newName, RenameFlags flags);

    /// <summary>
    /// OPEN of a regular file. ESTALE makes the kernel look the name up again and try once more: so a copy-up can move the
    /// name to a new node while the old one stays open. ENOSYS on a mount that is read-only means no open at all: reads
    /// come with handle 0 (FUSE_NO_OPEN_SUPPORT).
    /// </summary>
    Errno Open(in Caller caller, NodeId node, in OpenRequest request, out OpenReply reply);

    /// <summary>CREATE: makes the name and opens it in one. A name that is there is opened, or EEXIST with O_EXCL.</summary>
    Errno Create(in Caller caller, NodeId parent, FileName name, in CreateRequest request, out EntryReply entry, out OpenReply reply);

    /// <summary>READ: fills <paramref name="buffer"/> from <paramref name="offset"/>; fewer bytes only at the end of the file.</summary>
    Errno Read(NodeId node, FileHandle handle, long offset, Span<byte> buffer, out int count);

    /// <summary>WRITE at <paramref name="offset"/>. Not called for passthrough.</summary>
    /// <param name="node">The inode.</param>
    /// <param name="handle">What <see cref="Open"/> answered.</param>
    /// <param name="offset">Where, in bytes; with O_APPEND already the end of the file.</param>
    /// <param name="data">At most <see cref="SessionOptions.MaxTransfer"/> bytes.</param>
    /// <param name="killSetId">FUSE_WRITE_KILL_SUIDGID: clear the set-id bits and file capabilities, write(2).</param>
    /// <param name="count">Bytes written; fewer than given is a short write.</param>
    Errno Write(NodeId node, FileHandle handle, long offset, ReadOnlySpan<byte> data, bool killSetId, out int count);

    /// <summary>RELEASE: the last descriptor and mapping of one <see cref="Open"/> are gone. Arrives some time after close(2).</summary>
    void Release(NodeId node, FileHandle handle);

    /// <summary>STATFS.</summary>
    Errno StatFileSystem(NodeId node, out FileSystemStat stat);

    /// <summary>OPENDIR. ENOSYS means handle 0 and a cached listing for every directory (FUSE_NO_OPENDIR_SUPPORT).</summary>
    Errno OpenDirectory(in Caller caller, NodeId node, out OpenReply reply);

    /// <summary>
    /// READDIR and READDIRPLUS from <paramref name="cookie"/> on (0 is the beginning, anything else was given with an entry).
    /// "." and ".." are the file system's to list.
    /// </summary>
    Errno ReadDirectory(NodeId node, FileHandle handle, ulong cookie, ref DirectoryListing listing);

    /// <summary>RELEASEDIR.</summary>
    void ReleaseDirectory(NodeId node, FileHandle handle);

    /// <summary>TMPFILE, O_TMPFILE: a file without a name, with link count 0.</summary>
    Errno MakeTemporary(in Caller caller, NodeId parent, in CreateRequest request, out EntryReply entry, out OpenReply reply)
    {
        entry = default;
        reply = default;
        return Errno.ENOSYS;
    }

    /// <summary>FLUSH: a descriptor was closed; an error becomes that of close(2).</summary>
    Errno Flush(NodeId node, FileHandle handle) => Errno.ENOSYS;

    /// <summary>FSYNC. ENOSYS: fsync(2) succeeds without being asked.</summary>
    Errno Sync(NodeId node, FileHandle handle, bool dataOnly) => Errno.ENOSYS;

    /// <summary>FSYNCDIR.</summary>
    Errno SyncDirectory(NodeId node, FileHandle handle, bool dataOnly) => Errno.ENOSYS;

    /// <summary>SYNCFS. Kernels up to 6.18 send it only for virtiofs.</summary>
    Errno SyncFileSystem(NodeId node) => Errno.ENOSYS;

    /// <summary>ACCESS: only without default_permissions.</summary>
    Errno Access(in Caller caller, NodeId node, uint mask) => Errno.ENOSYS;

    /// <summary>GETXATTR. An empty <paramref name="value"/> only asks for the length; ENODATA: no such attribute; ERANGE: does not fit.</summary>
    Errno GetXattr(NodeId node, ReadOnlySpan<byte> name, Span<byte> value, out int length)
    {
        length = 0;
        return Errno.ENOSYS;
    }

    /// <summary>LISTXATTR: names, each ended by NUL. An empty <paramref name="names"/> only asks for the length.</summary>
    Errno ListXattr(in Caller caller, NodeId node, Span<byte> names, out int length)
    {
        length = 0;
        return Errno.ENOSYS;
    }

    /// <summary>SETXATTR.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="node">The inode.</param>
    /// <param name="name">The whole name, with its namespace.</param>
    /// <param name="value">The value.</param>
    /// <param name="flags">0, XATTR_CREATE 1 or XATTR_REPLACE 2.</param>
    /// <param name="killSetGid">FUSE_SETXATTR_ACL_KILL_SGID: clear the set-group-id bit along with an access ACL.</param>
    Errno SetXattr(in Caller caller, NodeId node, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int flags, bool killSetGid) => Errno.ENOSYS;

    /// <summary>REMOVEXATTR.</summary>
    Errno RemoveXattr(NodeId node, ReadOnlySpan<byte> name) => Errno.ENOSYS;

    /// <summary>FALLOCATE, fallocate(2). Reaches the file system for passthrough files too.</summary>
    Errno Allocate(NodeId node, FileHandle handle, int mode, long offset, long length) => Errno.ENOSYS;

    /// <summary>LSEEK for SEEK_DATA 3 and SEEK_HOLE 4. ENOSYS: the whole file counts as data.</summary>
    Errno Seek(NodeId node, FileHandle handle, long offset, int whence, out long position)
    {
        position = 0;
        return Errno.ENOSYS;
    }

    /// <summary>COPY_FILE_RANGE and COPY_FILE_RANGE_64. EOPNOTSUPP, EXDEV or ENOSYS: the kernel copies by reading and writing.</summary>
    Errno CopyFileRange(NodeId source, FileHandle sourceHandle, long sourceOffset, NodeId target, FileHandle targetHandle, long targetOffset, long length, out long copied)
    {
        copied = 0;
        return Errno.ENOSYS;
    }
}
