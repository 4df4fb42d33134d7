using System.Runtime.CompilerServices;
using Strata.Fuse;
using Strata.Linux;
using Strata.Union;

namespace Strata.Containers.Mounts;

/// <summary>
/// A union as FUSE asks for it. Nobody but this mount changes the upper, and nobody at all the lower: so the kernel may
/// keep names and attributes for ever, missing names included, and is told what an operation changed on the way.
/// </summary>
/// <remarks>
/// References: each entry that is answered is a lookup in <see cref="nodes"/> and a reference in the tree, given back with
/// its FORGET. Locks: <see cref="modeGate"/> before the tree's and the table's, which are never held when this is called.
/// </remarks>
public sealed partial class UnionFileSystem : IFileSystem, IDisposable
{
    [ThreadStatic]
    private static Changes? threadChanges;

    private readonly UnionTree tree;
    private readonly MountView view;
    private readonly NodeTable<UnionNode> nodes;
    private readonly OpenFileTable files = new();
    private readonly ListingHabit habit = new();
    private readonly MemoryReturn memory = new();
    private FuseConnection? connection;

    /// <summary>Serves a union, which stays the caller's.</summary>
    /// <param name="tree">The union.</param>
    /// <param name="view">How it is shown; null for as it is.</param>
    public UnionFileSystem(UnionTree tree, MountView? view = null)
    {
        this.tree = tree;
        this.view = view ?? MountView.Plain;
        nodes = new NodeTable<UnionNode>(tree.Root);
        tree.Root.Tag = NodeId.Root.Value;
    }

    private FuseConnection Connection => connection ?? throw new InvalidOperationException("a request before INIT");

    /// <inheritdoc/>
    public void Ready(FuseConnection connection)
    {
        // Modes come with the caller's own umask beside them.
        _ = Sys.SetUmask(0);
        this.connection = connection;
    }

    /// <inheritdoc/>
    public Errno Lookup(NodeId parent, FileName name, out EntryReply entry)
    {
        Errno error = tree.Lookup(Of(parent), name.Bytes, out UnionNode? node, out FileStat stat);
        if (error == Errno.ENOENT)
        {
            entry = EntryReply.Negative(view.Timeout);
            return Errno.Ok;
        }

        if (error == Errno.Ok && !node!.IsDirectory)
        {
            habit.Asked(parent.Value);
        }

        return Answer(error, node, stat, out entry);
    }

    /// <inheritdoc/>
    public void Forget(NodeId node, ulong count)
    {
        if (node != NodeId.Root && nodes.TryGet(node, out UnionNode? known))
        {
            nodes.Forget(node, count, out _);
            tree.Release(known, (int)count);
            memory.Forgot(nodes.Count);
        }
    }

    /// <inheritdoc/>
    public Errno GetAttributes(NodeId node, FileHandle? handle, out AttributesReply attributes)
    {
        UnionNode known = Of(node);
        Errno error = tree.GetAttributes(known, out attributes.Stat);
        view.Show(ref attributes.Stat);
        attributes.Timeout = known.IsDetached ? CacheTime.None : view.Timeout;
        return error;
    }

    /// <inheritdoc/>
    public Errno SetAttributes(in Caller caller, NodeId node, FileHandle? handle, in AttributeChange change, out AttributesReply attributes)
    {
        NodeChange wanted = new()
        {
            Mode = change.Has(AttributeFields.Mode) ? change.Mode : null,
            Uid = change.Has(AttributeFields.Uid) ? change.Uid : null,
            Gid = change.Has(AttributeFields.Gid) ? change.Gid : null,
            Size = change.Has(AttributeFields.Size) ? change.Size : null,
            Accessed = change.Has(AttributeFields.Accessed) ? change.Accessed : Timestamp.Omit,
            Modified = change.Has(AttributeFields.Modified) ? change.Modified : Timestamp.Omit,
            KillSetId = change.Has(AttributeFields.KillSetId) && (change.Fields != AttributeFields.KillSetId || !KeepsSetId(caller)),
        };
        attributes = new AttributesReply { Timeout = view.Timeout };
        Errno error = view.Ownership.Store(ref wanted);
        if (error == Errno.Ok)
        {
            Changes changes = NewChanges(caller);
            OpenFile? file = handle is { } open ? files[open] : null;
            error = tree.SetAttributes(Of(node), file, wanted, changes, out attributes.Stat);
            view.Show(ref attributes.Stat);
            Tell(changes);
        }

        return error;
    }

    /// <inheritdoc/>
    public Errno ReadLink(NodeId node, Span<byte> target, out int length) => tree.ReadLink(Of(node), target, out length);

    /// <inheritdoc/>
    public Errno StatFileSystem(NodeId node, out FileSystemStat stat) => tree.StatFileSystem(out stat);

    /// <summary>Closes what is still open. After the session has ended.</summary>
    public void Dispose() => files.CloseAll();

    private static Changes NewChanges()
    {
        Changes changes = threadChanges ??= new Changes();
        changes.Clear();
        return changes;
    }

    /// <summary>For an operation that may copy much, and stops when whoever waits for it is killed.</summary>
    private static Changes NewChanges(in Caller caller)
    {
        Changes changes = threadChanges ??= new Changes();
        changes.Clear(caller.Interruption.Killed);
        return changes;
    }

    /// <summary>
    /// The kernel asks in the same words to clear set-id bits before a write and to take a file's capabilities, which it takes
    /// whoever writes: from who has CAP_FSETID only the latter is meant.
    /// </summary>
    private static bool KeepsSetId(in Caller caller) => CallerCapabilities.Has(caller, CallerCapabilities.FSetId);

    private static ref NodeId IdOf(UnionNode node) => ref Unsafe.As<ulong, NodeId>(ref node.Tag);

    /// <summary>The node of a request. The kernel names none that it has forgotten.</summary>
    private UnionNode Of(NodeId id) =>
        nodes.TryGet(id, out UnionNode? node) ? node : throw new InvalidOperationException($"node {id.Value} was forgotten");

    /// <summary>Answers a node that the tree gave a reference for.</summary>
    private Errno Answer(Errno error, UnionNode? node, in FileStat stat, out EntryReply entry)
    {
        entry = default;
        if (error == Errno.Ok)
        {
            Fill(node!, stat, ref entry);
        }

        return error;
    }

    private void Fill(UnionNode node, in FileStat stat, ref EntryReply entry)
    {
        entry.Generation = nodes.Retain(node, ref IdOf(node));
        entry.Node = IdOf(node);
        entry.Stat = stat;
        view.Show(ref entry.Stat);
        entry.EntryTimeout = view.Timeout;
        entry.AttributesTimeout = view.Timeout;
    }

    /// <summary>
    /// Tells the kernel what an operation changed beyond what was asked for, before it is answered: what was copied up is
    /// what the request is about, and directories above it. The tree's lock is free by now.
    /// </summary>
    private void Tell(Changes changes)
    {
        for (int i = 0; i < changes.Nodes.Count; i++)
        {
            UnionNode node = changes.Nodes[i];
            if (node.Tag != 0)
            {
                Connection.InvalidateAttributes(IdOf(node));
            }
        }

        for (int i = 0; i < changes.Names.Count; i++)
        {
            (UnionNode parent, byte[] name) = changes.Names[i];
            if (parent.Tag != 0)
            {
                Connection.InvalidateName(IdOf(parent), new FileName(name));
            }
        }
    }
}
