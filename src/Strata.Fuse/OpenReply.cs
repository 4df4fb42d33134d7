namespace Strata.Fuse;

/// <summary>
/// An open file or directory. With a <see cref="Backing"/> the kernel reads and writes that file by itself. The application
/// sees EIO for a second backing id while the inode is open, and for an open without passthrough while one with it exists:
/// choose one per inode until its last release.
/// <para>
/// Writes by passthrough clear no set-id bits (seen on Linux 6.18 with HANDLE_KILLPRIV_V2: no request comes, and the backing
/// file is written with the server's capabilities). Clear them when a caller without CAP_FSETID opens such a file for
/// writing, and tell the kernel by <see cref="FuseConnection.InvalidateNode"/>; or give that open no backing file.
/// </para>
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
