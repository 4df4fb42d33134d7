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
        if (killSetId)
        {
            // Not a byte of somebody else's goes into a file that would keep its set-id bits.
            Errno error = file.ClearSetId(out bool cleared);
            if (error != Errno.Ok)
            {
                count = 0;
                return error;
            }

            if (cleared)
            {
                ForgetMode(file.Node);
            }
        }

        return file.Write(offset, data, out count);
    }

    /// <inheritdoc/>
    public Errno Sync(NodeId node, FileHandle handle, bool dataOnly) => tree.Sync(files[handle], dataOnly);

    /// <inheritdoc/>
    public Errno SyncDirectory(NodeId node, FileHandle handle, bool dataOnly) => tree.Sync(Of(node), dataOnly);

    /// <inheritdoc/>
    public Errno SyncFileSystem(NodeId node) => tree.SyncFileSystem();

    /// <inheritdoc/>
    public Errno Allocate(NodeId node, FileHandle handle, int mode, long offset, long length) =>
        files[handle].Allocate(mode, offset, length);

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
        if (node.Tag != 0)
        {
            Connection.InvalidateAttributes(IdOf(node));
        }
    }
}
