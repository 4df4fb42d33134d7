using Strata.Linux;

namespace Strata.Fuse.Tests;

internal sealed partial class MemoryFileSystem
{
    public Errno ReadLink(NodeId node, Span<byte> target, out int length)
    {
        lock (gate)
        {
            byte[] content = FindLocked(node)!.Content;
            content.CopyTo(target);
            length = content.Length;
            return Errno.Ok;
        }
    }

    public Errno MakeNode(in Caller caller, NodeId parent, FileName name, uint mode, uint umask, DeviceNumber device, out EntryReply entry)
    {
        Errno error = Make(caller, parent, name, mode & ~umask, out entry, out MemoryNode? node);
        if (node is not null)
        {
            node.Stat.Rdev = device;
            entry.Stat.Rdev = device;
        }

        return error;
    }

    public Errno MakeDirectory(in Caller caller, NodeId parent, FileName name, uint mode, uint umask, out EntryReply entry) =>
        Make(caller, parent, name, FileMode.Directory | (mode & ~umask), out entry, out _);

    public Errno MakeSymlink(in Caller caller, NodeId parent, FileName name, ReadOnlySpan<byte> target, out EntryReply entry)
    {
        byte[] content = target.ToArray();
        Errno error = Make(caller, parent, name, FileMode.Symlink | 0x1ff, out entry, out MemoryNode? node);
        if (node is not null)
        {
            node.Content = content;
            node.Stat.Size = (ulong)content.Length;
            entry.Stat.Size = node.Stat.Size;
        }

        return error;
    }

    public Errno MakeLink(NodeId node, NodeId newParent, FileName newName, out EntryReply entry)
    {
        lock (gate)
        {
            entry = default;
            MemoryNode? found = FindLocked(node);
            MemoryNode? directory = FindLocked(newParent);
            if (found is null || directory?.Children is null)
            {
                return Errno.ENOENT;
            }

            if (!directory.Children.TryAdd(Key(newName), found))
            {
                return Errno.EEXIST;
            }

            found.Stat.Links++;
            entry = EntryLocked(found);
            return Errno.Ok;
        }
    }

    public Errno Unlink(NodeId parent, FileName name) => Remove(parent, name, directory: false);

    public Errno RemoveDirectory(NodeId parent, FileName name) => Remove(parent, name, directory: true);

    public Errno Rename(NodeId parent, FileName name, NodeId newParent, FileName newName, RenameFlags flags)
    {
        lock (gate)
        {
            CountLocked(nameof(Rename));
            MemoryNode? from = FindLocked(parent);
            MemoryNode? to = FindLocked(newParent);
            if (from?.Children is null || to?.Children is null || !from.Children.TryGetValue(Key(name), out MemoryNode? node))
            {
                return Errno.ENOENT;
            }

            bool replaces = to.Children.TryGetValue(Key(newName), out MemoryNode? other);
            switch (flags)
            {
                case RenameFlags.NoReplace when replaces:
                    return Errno.EEXIST;
                case RenameFlags.Exchange when !replaces:
                    return Errno.ENOENT;
                case RenameFlags.Exchange:
                    from.Children[Key(name)] = other!;
                    break;
                case RenameFlags.None or RenameFlags.NoReplace:
                    from.Children.Remove(Key(name));
                    break;
                default:
                    return Errno.EINVAL;
            }

            to.Children[Key(newName)] = node;
            return Errno.Ok;
        }
    }

    private Errno Make(in Caller caller, NodeId parent, FileName name, uint mode, out EntryReply entry, out MemoryNode? node)
    {
        lock (gate)
        {
            entry = default;
            node = null;
            MemoryNode? directory = FindLocked(parent);
            if (directory?.Children is null)
            {
                return Errno.ENOENT;
            }

            if (directory.Children.ContainsKey(Key(name)))
            {
                return Errno.EEXIST;
            }

            node = NewNodeLocked(caller, mode);
            directory.Children.Add(Key(name), node);
            entry = EntryLocked(node);
            return Errno.Ok;
        }
    }

    private Errno Remove(NodeId parent, FileName name, bool directory)
    {
        lock (gate)
        {
            MemoryNode? from = FindLocked(parent);
            if (from?.Children is null || !from.Children.TryGetValue(Key(name), out MemoryNode? node))
            {
                return Errno.ENOENT;
            }

            if (node.IsDirectory != directory)
            {
                return directory ? Errno.ENOTDIR : Errno.EISDIR;
            }

            if (node.Children is { Count: > 0 })
            {
                return Errno.ENOTEMPTY;
            }

            from.Children.Remove(Key(name));
            node.Stat.Links--;
            return Errno.Ok;
        }
    }
}
