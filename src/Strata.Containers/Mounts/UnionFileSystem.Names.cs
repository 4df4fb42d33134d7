using Strata.Fuse;
using Strata.Linux;
using Strata.Union;

namespace Strata.Containers.Mounts;

/// <summary>Names: making, linking, renaming and removing them.</summary>
public sealed partial class UnionFileSystem
{
    /// <inheritdoc/>
    public Errno MakeNode(in Caller caller, NodeId parent, FileName name, uint mode, uint umask, DeviceNumber device, out EntryReply entry)
    {
        if (view.IsReserved(name))
        {
            entry = default;
            return Errno.EINVAL;
        }

        Changes changes = NewChanges();
        Creator creator = view.Ownership.CreatorOf(caller, umask);
        Errno error = tree.MakeNode(Of(parent), name.Bytes, mode, device, creator, changes, out UnionNode? node, out FileStat stat);
        Tell(changes);
        return Answer(error, node, stat, out entry);
    }

    /// <inheritdoc/>
    public Errno MakeDirectory(in Caller caller, NodeId parent, FileName name, uint mode, uint umask, out EntryReply entry)
    {
        if (view.IsReserved(name))
        {
            entry = default;
            return Errno.EINVAL;
        }

        Changes changes = NewChanges();
        Creator creator = view.Ownership.CreatorOf(caller, umask);
        Errno error = tree.MakeDirectory(Of(parent), name.Bytes, mode, creator, changes, out UnionNode? node, out FileStat stat);
        Tell(changes);
        return Answer(error, node, stat, out entry);
    }

    /// <inheritdoc/>
    public Errno MakeSymlink(in Caller caller, NodeId parent, FileName name, ReadOnlySpan<byte> target, out EntryReply entry)
    {
        if (view.IsReserved(name))
        {
            entry = default;
            return Errno.EINVAL;
        }

        Changes changes = NewChanges();
        Creator creator = view.Ownership.CreatorOf(caller, umask: 0);
        Errno error = tree.MakeSymlink(Of(parent), name.Bytes, target, creator, changes, out UnionNode? node, out FileStat stat);
        Tell(changes);
        return Answer(error, node, stat, out entry);
    }

    /// <inheritdoc/>
    public Errno MakeLink(NodeId node, NodeId newParent, FileName newName, out EntryReply entry)
    {
        if (view.IsReserved(newName))
        {
            entry = default;
            return Errno.EINVAL;
        }

        Changes changes = NewChanges();
        Errno error = tree.MakeLink(Of(node), Of(newParent), newName.Bytes, changes, out UnionNode? linked, out FileStat stat);
        Tell(changes);
        return Answer(error, linked, stat, out entry);
    }

    /// <inheritdoc/>
    public Errno Unlink(NodeId parent, FileName name)
    {
        Changes changes = NewChanges();
        Errno error = tree.Unlink(Of(parent), name.Bytes, changes);
        Tell(changes);
        return error;
    }

    /// <inheritdoc/>
    public Errno RemoveDirectory(NodeId parent, FileName name)
    {
        Changes changes = NewChanges();
        Errno error = tree.RemoveDirectory(Of(parent), name.Bytes, changes);
        Tell(changes);
        return error;
    }

    /// <inheritdoc/>
    public Errno Rename(NodeId parent, FileName name, NodeId newParent, FileName newName, RenameFlags flags)
    {
        if (view.IsReserved(newName))
        {
            return Errno.EINVAL;
        }

        Changes changes = NewChanges();
        Errno error = tree.Rename(Of(parent), name.Bytes, Of(newParent), newName.Bytes, flags, changes);
        Tell(changes);
        return error;
    }
}
