using Strata.Fuse;
using Strata.Linux;
using Strata.Union;

namespace Strata.Containers.Mounts;

/// <summary>Content, where the kernel does not reach it by itself.</summary>
public sealed partial class UnionFileSystem
{
    /// <inheritdoc/>
    public Errno Read(NodeId node, FileHandle handle, long offset, Span<byte> buffer, out int count) =>
        files[handle].Read(offset, buffer, out count);

    /// <inheritdoc/>
    public Errno Write(NodeId node, FileHandle handle, long offset, ReadOnlySpan<byte> data, bool killSetId, out int count)
    {
        OpenFile file = files[handle];
        bool clears = killSetId && file.HasSetId;
        Errno error = file.Write(offset, data, clears, out count);
        if (clears)
        {
            ForgetMode(file.Node);
        }

        return error;
    }

    /// <inheritdoc/>
    public Errno Sync(NodeId node, FileHandle handle, bool dataOnly) => tree.Sync(files[handle], dataOnly);

    /// <inheritdoc/>
    public Errno SyncDirectory(NodeId node, FileHandle handle, bool dataOnly) => tree.Sync(Of(node), dataOnly);

    /// <inheritdoc/>
    public Errno SyncFileSystem(NodeId node) => tree.SyncFileSystem();

    /// <inheritdoc/>
    public Errno Allocate(NodeId node, FileHandle handle, int mode, long offset, long length)
    {
        OpenFile file = files[handle];
        bool clears = file.HasSetId;
        Errno error = file.Allocate(mode, offset, length);
        if (clears)
        {
            ForgetMode(file.Node);
        }

        return error;
    }

    /// <inheritdoc/>
    public Errno Seek(NodeId node, FileHandle handle, long offset, int whence, out long position) =>
        files[handle].Seek(offset, whence, out position);

    /// <inheritdoc/>
    public Errno CopyFileRange(NodeId source, FileHandle sourceHandle, long sourceOffset, NodeId target, FileHandle targetHandle, long targetOffset, long length, out long copied) =>
        files[sourceHandle].CopyTo(sourceOffset, files[targetHandle], targetOffset, length, out copied);

    /// <summary>
    /// Lets the kernel ask for the permissions of a file again that has lost its set-id bits: after a write it only doubts
    /// size and times.
    /// </summary>
    private void ForgetMode(UnionNode node)
    {
        const long AttributesOnly = -1;
        if (node.Tag != 0)
        {
            Connection.InvalidateNode(IdOf(node), AttributesOnly, 0);
        }
    }
}
