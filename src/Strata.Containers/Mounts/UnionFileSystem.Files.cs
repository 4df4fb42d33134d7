using Strata.Fuse;
using Strata.Linux;
using Strata.Union;

namespace Strata.Containers.Mounts;

/// <summary>Opening files, by passthrough where the kernel takes it.</summary>
public sealed partial class UnionFileSystem
{
    private readonly Lock modeGate = new(); // Guards modes, how each open inode is open, and backings.
    private readonly Dictionary<UnionNode, OpenMode> modes = [];
    private readonly BackingCache backings = new();

    /// <inheritdoc/>
    public Errno Open(in Caller caller, NodeId node, in OpenRequest request, out OpenReply reply)
    {
        Changes changes = NewChanges(caller);
        Errno error = Open(Of(node), request.Flags, request.KillSetId, changes, out reply);
        Tell(changes);
        return error;
    }

    /// <inheritdoc/>
    public Errno Create(in Caller caller, NodeId parent, FileName name, in CreateRequest request, out EntryReply entry, out OpenReply reply)
    {
        if (view.IsReserved(name))
        {
            entry = default;
            reply = default;
            return Errno.EINVAL;
        }

        Changes changes = NewChanges(caller);
        Creator creator = view.Ownership.CreatorOf(caller, request.Umask);
        UnionNode directory = Of(parent);
        reply = default;
        Errno error = tree.Create(directory, name.Bytes, request.Mode, request.Flags, creator, changes, out UnionNode? node, out FileStat stat, out OpenFile? file);
        if (error == Errno.Ok)
        {
            error = Open(file!, out reply);
        }
        else if (error == Errno.EEXIST && (request.Flags & OpenFlags.Exclusive) == 0)
        {
            // Somebody else's name came first: open what is there.
            error = tree.Lookup(directory, name.Bytes, out node, out stat);
            if (error == Errno.Ok)
            {
                error = Open(node!, request.Flags, request.KillSetId, changes, out reply);
                error = error == Errno.Ok ? tree.GetAttributes(node!, out stat) : error;
                if (error != Errno.Ok)
                {
                    tree.Release(node!);
                }
            }
        }

        Tell(changes);
        return Answer(error, node, stat, out entry);
    }

    /// <inheritdoc/>
    public Errno MakeTemporary(in Caller caller, NodeId parent, in CreateRequest request, out EntryReply entry, out OpenReply reply)
    {
        Changes changes = NewChanges(caller);
        Creator creator = view.Ownership.CreatorOf(caller, request.Umask);
        reply = default;
        Errno error = tree.CreateTemporary(Of(parent), request.Mode, request.Flags, creator, changes, out UnionNode? node, out FileStat stat, out OpenFile? file);
        if (error == Errno.Ok)
        {
            error = Open(file!, out reply);
        }

        Tell(changes);
        return Answer(error, node, stat, out entry);
    }

    /// <inheritdoc/>
    public void Release(NodeId node, FileHandle handle)
    {
        OpenFile file = files.Remove(handle);
        bool mayBeWrong = false;
        lock (modeGate)
        {
            if (modes.TryGetValue(file.Node, out OpenMode? mode))
            {
                mode.Remove();
                mayBeWrong = file.HasTruncated && mode.WasShared;
                if (mode.Count == 0)
                {
                    modes.Remove(file.Node);
                    LetGo(mode);
                }
            }
        }

        if (mayBeWrong && file.Node.Tag != 0)
        {
            // open(2) with O_TRUNC sets the kernel's size to 0 once more after OPEN was answered (fuse_do_setattr, ATTR_OPEN),
            // and does not doubt it: what somebody else has written in between would not be seen until the next change.
            Connection.InvalidateNode(IdOf(file.Node), offset: -1, length: 0);
        }

        file.Dispose();
    }

    private Errno Open(UnionNode node, OpenFlags flags, bool killSetId, Changes changes, out OpenReply reply)
    {
        reply = default;
        while (true)
        {
            Errno error = tree.Open(node, flags, killSetId, changes, out OpenFile? file);
            if (error != Errno.Ok)
            {
                return error;
            }

            // The kernel reads the lower's content for an older open file of this inode: the name becomes another inode.
            if (tree.DetachPinned(node, changes))
            {
                file!.Dispose();
                return Errno.ESTALE;
            }

            error = Open(file!, out reply);
            if (error != Errno.EAGAIN)
            {
                return error;
            }
        }
    }

    /// <summary>Chooses how a file is open in the kernel. EAGAIN: it was copied up meanwhile, open it anew. Owns the file.</summary>
    /// <remarks>
    /// Set-id bits do not matter: a passthrough write goes to the backing file in this process's name, which keeps them, but
    /// the kernel asks for a writer without CAP_FSETID to have them cleared first (<see cref="AttributeFields.KillSetId"/>).
    /// </remarks>
    private Errno Open(OpenFile file, out OpenReply reply)
    {
        reply = default;
        lock (modeGate)
        {
            Errno error = ModeOf(file, out OpenMode mode);
            if (error == Errno.Ok && !mode.Backing.IsNone && !tree.TryPin(file))
            {
                error = Errno.EAGAIN;
            }

            if (error != Errno.Ok)
            {
                LetGo(mode);
                file.Dispose();
                return error;
            }

            if (!mode.Backing.IsNone && mode.IsOfLower && file.CanWrite)
            {
                // The kernel would open the backing file anew, for writing. Only a file without a name comes here, opened by
                // way of /proc/PID/fd: there is nothing to look up that could be another inode (DetachPinned).
                file.Dispose();
                return Errno.ESTALE;
            }

            mode.Add();
            modes[file.Node] = mode;
            reply.Backing = mode.Backing;
            if (mode.Backing.IsNone)
            {
                // Pages stay true over the next open: of the lower always, of the upper unless passthrough may write past them.
                reply.Flags = file.ReadsLower || !Connection.Features.Passthrough ? OpenReplyFlags.KeepCache : OpenReplyFlags.None;
            }
        }

        if (reply.Backing.IsNone && file.ReadsLower && !file.Descriptor.IsOpen)
        {
            StoreContent(file);
        }

        reply.Flags |= OpenReplyFlags.NoFlush;
        reply.Handle = files.Add(file);
        return Errno.Ok;
    }

    /// <summary>How the inode is open, or is to be. Any error of passthrough means: answer reads instead.</summary>
    private Errno ModeOf(OpenFile file, out OpenMode mode)
    {
        if (modes.TryGetValue(file.Node, out OpenMode? known))
        {
            mode = known;
            return mode.Backing.IsNone ? file.OpenContent() : Errno.Ok;
        }

        ulong ino = file.LowerIno;
        if (ino != 0 && backings.TryTake(ino, out BackingId backing))
        {
            mode = new OpenMode(backing, isOfLower: true, ino);
            return Errno.Ok;
        }

        Errno error = file.OpenContent();
        backing = default;
        if (error == Errno.Ok && IsForKernel(file))
        {
            _ = Connection.RegisterBacking(file.Descriptor, out backing);
        }

        if (!backing.IsNone)
        {
            file.CloseContent();
        }

        bool kept = ino != 0 && !backing.IsNone && backings.TryKeep(ino, backing, out BackingId former) && CloseBacking(former);
        mode = new OpenMode(backing, file.ReadsLower, kept ? ino : 0);
        return error;
    }

    /// <summary>
    /// Not an empty file of the lower, of which there is nothing to read: such are often locks, and a lock stays with the
    /// kernel's inode, which a reader by passthrough keeps for itself when the file is copied up.
    /// </summary>
    private bool IsForKernel(OpenFile file) =>
        Connection.Features.Passthrough && file.Descriptor.IsOpen
        && !(file.ReadsLower && Sys.FStat(file.Descriptor, out FileStat stat) == Errno.Ok && stat.Size == 0);

    /// <summary>Ends a mode in which the inode is not open (any more).</summary>
    private void LetGo(OpenMode mode)
    {
        if (mode.Count > 0)
        {
            return;
        }

        if (mode.CachedAs != 0)
        {
            backings.Return(mode.CachedAs);
        }
        else
        {
            CloseBacking(mode.Backing);
        }
    }

    private bool CloseBacking(BackingId backing)
    {
        if (!backing.IsNone)
        {
            _ = Connection.CloseBacking(backing);
        }

        return true;
    }

    /// <summary>Content that lies in memory goes into the page cache with the first open, so that no READ follows.</summary>
    private void StoreContent(OpenFile file)
    {
        if (!file.Node.IsMarked && file.Node.Tag != 0)
        {
            file.Node.IsMarked = true;
            ReadOnlySpan<byte> content = file.InlineContent;
            if (!content.IsEmpty)
            {
                _ = Connection.Store(IdOf(file.Node), 0, content);
            }
        }
    }
}
