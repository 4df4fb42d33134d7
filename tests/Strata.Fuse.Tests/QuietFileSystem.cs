using Strata.Linux;

namespace Strata.Fuse.Tests;

/// <summary>One file with the node id 2, answered without allocating, and without letting the kernel cache anything.</summary>
internal sealed class QuietFileSystem : IFileSystem
{
    private static readonly FileStat RootStat = new() { Mode = FileMode.Directory | 0x1ed, Ino = 1, Links = 2 };
    private static readonly FileStat NameStat = new() { Mode = FileMode.Regular | 0x1a4, Ino = 2, Links = 1 };

    public int Lookups { get; private set; }

    /// <summary>Bytes that the reader's thread had allocated at its last lookup.</summary>
    public long Allocated { get; private set; }

    public void Ready(FuseConnection connection)
    {
    }

    public Errno Lookup(NodeId parent, FileName name, out EntryReply entry)
    {
        Lookups++;
        Allocated = GC.GetAllocatedBytesForCurrentThread();
        entry = name.Bytes.SequenceEqual("name"u8) ? new EntryReply { Node = new NodeId(2), Stat = NameStat } : default;
        return Errno.Ok;
    }

    public void Forget(NodeId node, ulong count)
    {
    }

    public Errno GetAttributes(NodeId node, FileHandle? handle, out AttributesReply attributes)
    {
        attributes = new AttributesReply { Stat = node == NodeId.Root ? RootStat : NameStat };
        return Errno.Ok;
    }

    public Errno SetAttributes(in Caller caller, NodeId node, FileHandle? handle, in AttributeChange change, out AttributesReply attributes)
    {
        attributes = default;
        return Errno.EROFS;
    }

    public Errno ReadLink(NodeId node, Span<byte> target, out int length)
    {
        length = 0;
        return Errno.EINVAL;
    }

    public Errno MakeNode(in Caller caller, NodeId parent, FileName name, uint mode, uint umask, DeviceNumber device, out EntryReply entry) => Refuse(out entry);

    public Errno MakeDirectory(in Caller caller, NodeId parent, FileName name, uint mode, uint umask, out EntryReply entry) => Refuse(out entry);

    public Errno MakeSymlink(in Caller caller, NodeId parent, FileName name, ReadOnlySpan<byte> target, out EntryReply entry) => Refuse(out entry);

    public Errno MakeLink(NodeId node, NodeId newParent, FileName newName, out EntryReply entry) => Refuse(out entry);

    public Errno Unlink(NodeId parent, FileName name) => Errno.EROFS;

    public Errno RemoveDirectory(NodeId parent, FileName name) => Errno.EROFS;

    public Errno Rename(NodeId parent, FileName name, NodeId newParent, FileName newName, RenameFlags flags) => Errno.EROFS;

    public Errno Open(in Caller caller, NodeId node, in OpenRequest request, out OpenReply reply)
    {
        reply = default;
        return Errno.Ok;
    }

    public Errno Create(in Caller caller, NodeId parent, FileName name, in CreateRequest request, out EntryReply entry, out OpenReply reply)
    {
        reply = default;
        return Refuse(out entry);
    }

    public Errno Read(NodeId node, FileHandle handle, long offset, Span<byte> buffer, out int count)
    {
        count = 0;
        return Errno.Ok;
    }

    public Errno Write(NodeId node, FileHandle handle, long offset, ReadOnlySpan<byte> data, bool killSetId, out int count)
    {
        count = 0;
        return Errno.EROFS;
    }

    public void Release(NodeId node, FileHandle handle)
    {
    }

    public Errno StatFileSystem(NodeId node, out FileSystemStat stat)
    {
        stat = default;
        return Errno.Ok;
    }

    public Errno OpenDirectory(in Caller caller, NodeId node, out OpenReply reply)
    {
        reply = default;
        return Errno.Ok;
    }

    public Errno ReadDirectory(NodeId node, FileHandle handle, ulong cookie, ref DirectoryListing listing) => Errno.Ok;

    public void ReleaseDirectory(NodeId node, FileHandle handle)
    {
    }

    private static Errno Refuse(out EntryReply entry)
    {
        entry = default;
        return Errno.EROFS;
    }
}
