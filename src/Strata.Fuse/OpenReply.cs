namespace Strata.Fuse;

/// <summary>
/// An open file or directory. With a <see cref="Backing"/> the kernel reads and writes that file by itself. The application
/// sees EIO for a second backing id while the inode is open, and for an open without passthrough while one with it exists:
/// choose one per inode until its last release.
/// </summary>
public struct OpenReply
{
    /// <summary>Comes back with every request on this open file.</summary>
    public FileHandle Handle;

    /// <summary>What the kernel may cache.</summary>
    public OpenReplyFlags Flags;

    /// <summary>The file for passthrough, registered with <see cref="FuseConnection.RegisterBacking"/>, or none.</summary>
    public BackingId Backing;
}
