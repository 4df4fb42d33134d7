using Strata.Linux;

namespace Strata.Fuse;

/// <summary>
/// What a file system can ask of the kernel: to forget what it cached, to take bytes into its page cache, to know a file for
/// passthrough. Thread-safe; usable from <see cref="IFileSystem.Ready"/> until the session has ended.
/// <para>
/// Locks: <see cref="InvalidateNode"/>, <see cref="InvalidateName"/> and <see cref="RemoveName"/> take the inode locks and
/// page locks that the requests being answered may hold, so they are queued here and a thread of their own sends them: they
/// may be called anywhere, from handlers too, and take effect some time later. <see cref="Store"/> is sent at once.
/// </para>
/// </summary>
public sealed class FuseConnection
{
    private readonly FileFd device;
    private readonly NotificationQueue notifications;

    internal FuseConnection(FileFd device, SessionFeatures features, NotificationQueue notifications)
    {
        this.device = device;
        this.notifications = notifications;
        Features = features;
    }

    /// <summary>What kernel and session agreed on.</summary>
    public SessionFeatures Features { get; }

    /// <summary>
    /// FUSE_NOTIFY_INVAL_INODE: attributes of <paramref name="node"/> are no longer true, nor its cached pages from
    /// <paramref name="offset"/> for <paramref name="length"/> bytes (0: to the end; a negative offset: attributes only).
    /// </summary>
    public void InvalidateNode(NodeId node, long offset, long length) =>
        notifications.Post(Notification.InvalidateNode(node, offset, length));

    /// <summary>
    /// <see cref="InvalidateNode"/> for the attributes alone, sent at once, so that the reply to the request at hand comes
    /// after it. Only for a directory, or a file that the request at hand is about: the kernel waits for an inode that is on
    /// its way out of the cache, which for a file may wait for this very thread to write its last pages. Whoever waits for
    /// the reply holds what it asked for.
    /// </summary>
    public void InvalidateAttributes(NodeId node) =>
        _ = Sys.Write(device, Notification.InvalidateNode(node, offset: -1, length: 0), out _);

    /// <summary>FUSE_NOTIFY_INVAL_ENTRY: what <paramref name="name"/> leads to must be looked up again.</summary>
    public void InvalidateName(NodeId parent, FileName name) =>
        notifications.Post(Notification.InvalidateName(parent, name));

    /// <summary>FUSE_NOTIFY_DELETE: <paramref name="name"/> was removed behind the kernel's back; watchers (inotify) are told.</summary>
    public void RemoveName(NodeId parent, NodeId child, FileName name) =>
        notifications.Post(Notification.RemoveName(parent, child, name));

    /// <summary>
    /// FUSE_NOTIFY_STORE: puts bytes into the page cache of <paramref name="node"/>, for example while its OPEN is answered, so
    /// that no READ follows. Only while no other open file of the node exists: the kernel waits for pages that are being
    /// read, and those wait for this very thread. The last page is zero-filled by the kernel only if the data reaches the
    /// end of the file. ENOENT: the kernel does not know the node (any more).
    /// </summary>
    public Errno Store(NodeId node, long offset, ReadOnlySpan<byte> data) => Notification.Store(device, node, offset, data);

    /// <summary>
    /// FUSE_DEV_IOC_BACKING_OPEN. <paramref name="file"/> may be closed afterwards; the id may be used for any number of opens
    /// until <see cref="CloseBacking"/>. Any error (EOPNOTSUPP: not agreed on, EPERM: user namespace, ELOOP: stacked) means:
    /// answer reads instead.
    /// </summary>
    public Errno RegisterBacking(FileFd file, out BackingId backing)
    {
        backing = default;
        if (!Features.Passthrough)
        {
            return Errno.EOPNOTSUPP;
        }

        Errno error = Sys.FuseBackingOpen(device, file, out int id);
        if (error == Errno.Ok)
        {
            backing = new BackingId(id);
        }

        return error;
    }

    /// <summary>FUSE_DEV_IOC_BACKING_CLOSE: the id is no longer used for opens; files already open keep it.</summary>
    public Errno CloseBacking(BackingId backing) => Sys.FuseBackingClose(device, backing.Value);
}
