using System.Text;
using Strata.Linux;

namespace Strata.Fuse.Tests;

/// <summary>
/// A small file system in memory, written as plainly as possible: it shows what the session needs of one, and counts what the
/// kernel asks. One lock guards everything.
/// </summary>
internal sealed partial class MemoryFileSystem : IFileSystem, IDisposable
{
    private readonly Lock gate = new();
    private readonly NodeTable<MemoryNode> nodes;
    private readonly Dictionary<string, int> calls = [];
    private ulong lastIno = 1;
    private int slowCalls;

    public MemoryFileSystem()
    {
        Root = new MemoryNode(1, 0x4000 | 0x1ed) { Id = NodeId.Root };
        nodes = new NodeTable<MemoryNode>(Root);
    }

    public MemoryNode Root { get; }

    public FuseConnection? Connection { get; private set; }

    public CacheTime Timeout { get; init; } = CacheTime.Forever;

    /// <summary>Small files are stored into the page cache while they are opened.</summary>
    public bool StoresOnOpen { get; init; }

    /// <summary>Where set, every open takes two seconds, and each is counted here at its beginning.</summary>
    public SemaphoreSlim? SlowOpens { get; set; }

    /// <summary>How many lookups of names that begin with "slow", which take a second, have begun.</summary>
    public int SlowCalls => Volatile.Read(ref slowCalls);

    public int KnownNodes => nodes.Count;

    public int CallsOf(string method)
    {
        lock (gate)
        {
            return calls.GetValueOrDefault(method);
        }
    }

    public MemoryNode Add(string name, uint mode, byte[] content)
    {
        lock (gate)
        {
            MemoryNode node = NewNodeLocked(default, mode);
            node.Content = content;
            node.Stat.Size = (ulong)content.Length;
            Root.Children![name] = node;
            return node;
        }
    }

    public void Ready(FuseConnection connection) => Connection = connection;

    public Errno Lookup(NodeId parent, FileName name, out EntryReply entry)
    {
        if (name.Bytes.StartsWith("slow"u8))
        {
            Interlocked.Increment(ref slowCalls);
            Thread.Sleep(1000);
        }

        lock (gate)
        {
            CountLocked(nameof(Lookup));
            entry = EntryReply.Negative(Timeout);
            MemoryNode? directory = FindLocked(parent);
            if (directory?.Children is null)
            {
                return Errno.ENOENT;
            }

            if (name.Bytes.SequenceEqual("crash"u8))
            {
                throw new InvalidOperationException("asked to crash");
            }

            if (directory.Children.TryGetValue(Key(name), out MemoryNode? node))
            {
                entry = EntryLocked(node);
            }

            return Errno.Ok;
        }
    }

    public void Forget(NodeId node, ulong count)
    {
        lock (gate)
        {
            CountLocked(nameof(Forget));
            nodes.Forget(node, count, out _);
        }
    }

    public Errno GetAttributes(NodeId node, FileHandle? handle, out AttributesReply attributes)
    {
        lock (gate)
        {
            CountLocked(nameof(GetAttributes));
            attributes = default;
            MemoryNode? found = FindLocked(node);
            if (found is null)
            {
                return Errno.ENOENT;
            }

            attributes = AttributesLocked(found);
            return Errno.Ok;
        }
    }

    public Errno SetAttributes(in Caller caller, NodeId node, FileHandle? handle, in AttributeChange change, out AttributesReply attributes)
    {
        lock (gate)
        {
            CountLocked(nameof(SetAttributes));
            attributes = default;
            MemoryNode? found = FindLocked(node);
            if (found is null)
            {
                return Errno.ENOENT;
            }

            found.Stat.Mode = change.Has(AttributeFields.Mode) ? change.Mode : found.Stat.Mode;
            found.Stat.Uid = change.Has(AttributeFields.Uid) ? change.Uid : found.Stat.Uid;
            found.Stat.Gid = change.Has(AttributeFields.Gid) ? change.Gid : found.Stat.Gid;
            found.Stat.Modified = change.Has(AttributeFields.Modified) && !change.Has(AttributeFields.ModifiedNow) ? change.Modified : found.Stat.Modified;
            if (change.Has(AttributeFields.KillSetId))
            {
                found.Stat.Mode &= ~FileMode.SetUid;
            }

            if (change.Has(AttributeFields.Size))
            {
                ResizeLocked(found, change.Size);
            }

            attributes = AttributesLocked(found);
            return Errno.Ok;
        }
    }

    public Errno StatFileSystem(NodeId node, out FileSystemStat stat)
    {
        stat = new FileSystemStat { BlockSize = 4096, FragmentSize = 4096, Blocks = 1000, BlocksFree = 500, BlocksAvailable = 400, NameLength = 255 };
        return Errno.Ok;
    }

    public void Dispose()
    {
        foreach (MemoryNode node in Root.Children!.Values)
        {
            node.File.Dispose();
        }
    }

    private static string Key(FileName name) => Encoding.Latin1.GetString(name.Bytes);

    private MemoryNode? FindLocked(NodeId node) => nodes.TryGet(node, out MemoryNode? found) ? found : null;

    private void CountLocked(string method) => calls[method] = calls.GetValueOrDefault(method) + 1;

    private EntryReply EntryLocked(MemoryNode node)
    {
        ulong generation = nodes.Retain(node, ref node.Id);
        AttributesReply attributes = AttributesLocked(node);
        return new EntryReply { Node = node.Id, Generation = generation, Stat = attributes.Stat, EntryTimeout = Timeout, AttributesTimeout = Timeout };
    }

    private AttributesReply AttributesLocked(MemoryNode node)
    {
        AttributesReply reply = new() { Stat = node.Stat, Timeout = Timeout };
        if (node.File.IsOpen && Sys.FStat(node.File, out FileStat real) == Errno.Ok)
        {
            reply.Stat.Size = real.Size;
            reply.Stat.Modified = real.Modified;
        }

        return reply;
    }

    private MemoryNode NewNodeLocked(in Caller caller, uint mode)
    {
        MemoryNode node = new(++lastIno, mode);
        node.Stat.Uid = caller.Uid;
        node.Stat.Gid = caller.Gid;
        node.Stat.Created = new Timestamp(1_000_000_000, 7);
        return node;
    }

    private static void ResizeLocked(MemoryNode node, long size)
    {
        byte[] content = node.Content;
        Array.Resize(ref content, (int)size);
        node.Content = content;
        node.Stat.Size = (ulong)size;
    }
}
