using Strata.Linux;

namespace Strata.Fuse.Tests;

internal sealed partial class MemoryFileSystem
{
    public Errno Open(in Caller caller, NodeId node, in OpenRequest request, out OpenReply reply)
    {
        reply = default;
        if (IsSlow(node) && !TrySlowly(caller))
        {
            return Errno.EINTR;
        }

        lock (gate)
        {
            CountLocked(nameof(Open));
            reply = default;
            MemoryNode? found = FindLocked(node);
            if (found is null)
            {
                return Errno.ENOENT;
            }

            if (found.File.IsOpen)
            {
                return OpenFileLocked(caller, found, node, request, out reply);
            }

            if (request.Truncates)
            {
                ResizeLocked(found, 0);
            }

            if (StoresOnOpen && found.Opens == 0)
            {
                Connection!.Store(node, 0, found.Content).OrThrow();
            }

            found.Opens++;
            reply = new OpenReply { Flags = OpenReplyFlags.KeepCache };
            return Errno.Ok;
        }
    }

    public Errno Create(in Caller caller, NodeId parent, FileName name, in CreateRequest request, out EntryReply entry, out OpenReply reply)
    {
        reply = default;
        Errno error = Make(caller, parent, name, request.Mode & ~request.Umask, out entry, out MemoryNode? node);
        if (node is not null)
        {
            lock (gate)
            {
                CountLocked(nameof(Create));
                node.Opens++;
            }
        }

        return error;
    }

    public Errno MakeTemporary(in Caller caller, NodeId parent, in CreateRequest request, out EntryReply entry, out OpenReply reply)
    {
        lock (gate)
        {
            MemoryNode node = NewNodeLocked(caller, request.Mode & ~request.Umask);
            node.Stat.Links = 0;
            node.Opens++;
            entry = EntryLocked(node);
            reply = default;
            return Errno.Ok;
        }
    }

    public Errno Read(NodeId node, FileHandle handle, long offset, Span<byte> buffer, out int count)
    {
        lock (gate)
        {
            CountLocked(nameof(Read));
            MemoryNode found = FindLocked(node)!;
            if (found.File.IsOpen)
            {
                return Sys.PRead(found.File, buffer, offset, out count);
            }

            count = (int)Math.Clamp(found.Content.Length - offset, 0, buffer.Length);
            found.Content.AsSpan((int)Math.Min(offset, found.Content.Length), count).CopyTo(buffer);
            return Errno.Ok;
        }
    }

    public Errno Write(NodeId node, FileHandle handle, long offset, ReadOnlySpan<byte> data, bool killSetId, out int count)
    {
        lock (gate)
        {
            CountLocked(nameof(Write));
            MemoryNode found = FindLocked(node)!;
            if (killSetId)
            {
                found.Stat.Mode &= ~FileMode.SetUid;
            }

            if (offset + data.Length > found.Content.Length)
            {
                ResizeLocked(found, offset + data.Length);
            }

            data.CopyTo(found.Content.AsSpan((int)offset));
            count = data.Length;
            return Errno.Ok;
        }
    }

    public void Release(NodeId node, FileHandle handle)
    {
        lock (gate)
        {
            CountLocked(nameof(Release));
            FindLocked(node)!.Opens--;
        }
    }

    public Errno Allocate(NodeId node, FileHandle handle, int mode, long offset, long length)
    {
        lock (gate)
        {
            MemoryNode found = FindLocked(node)!;
            if (mode != 0)
            {
                return Errno.EOPNOTSUPP;
            }

            ResizeLocked(found, Math.Max(found.Content.Length, offset + length));
            return Errno.Ok;
        }
    }

    public Errno Seek(NodeId node, FileHandle handle, long offset, int whence, out long position)
    {
        const int SeekData = 3;
        lock (gate)
        {
            long length = FindLocked(node)!.Content.Length;
            position = whence == SeekData ? offset : length;
            return offset < length ? Errno.Ok : Errno.ENXIO;
        }
    }

    public Errno CopyFileRange(NodeId source, FileHandle sourceHandle, long sourceOffset, NodeId target, FileHandle targetHandle, long targetOffset, long length, out long copied)
    {
        lock (gate)
        {
            CountLocked(nameof(CopyFileRange));
            byte[] from = FindLocked(source)!.Content;
            MemoryNode to = FindLocked(target)!;
            copied = Math.Clamp(from.Length - sourceOffset, 0, length);
            ResizeLocked(to, Math.Max(to.Content.Length, targetOffset + copied));
            from.AsSpan((int)sourceOffset, (int)copied).CopyTo(to.Content.AsSpan((int)targetOffset));
            return Errno.Ok;
        }
    }

    // A lower file is opened for reading where it is; opening it for writing moves the name to a new node: the VFS looks it
    // up again after ESTALE, and who has the old one open keeps the old content.
    private Errno OpenFileLocked(in Caller caller, MemoryNode found, NodeId asked, in OpenRequest request, out OpenReply reply)
    {
        reply = default;
        if (asked != found.Id)
        {
            return Errno.ESTALE;
        }

        if (request.ForWriting && found.IsLower)
        {
            FileFd lower = found.File;
            string path = Path.GetTempFileName();
            Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(path), OpenFlags.ReadWrite, out FileFd upper).OrThrow();
            File.Delete(path);
            Sys.CopyFileRange(lower, 0, upper, 0, long.MaxValue >> 1, out _).OrThrow();
            lower.Dispose();
            found.File = upper;
            found.IsLower = false;
            found.Backing = default;
            nodes.Renew(found, ref found.Id);
            return Errno.ESTALE;
        }

        // The kernel clears no set-id bits when it writes by passthrough.
        if (request.ForWriting && caller.Uid != 0 && (found.Stat.Mode & FileMode.SetUid) != 0)
        {
            found.Stat.Mode &= ~FileMode.SetUid;
            Connection!.InvalidateNode(asked, -1, 0);
        }

        if (found.Backing.IsNone && Connection!.RegisterBacking(found.File, out BackingId backing) == Errno.Ok)
        {
            found.Backing = backing;
        }

        found.Opens++;
        reply.Backing = found.Backing;
        return Errno.Ok;
    }

    private bool IsSlow(NodeId node)
    {
        lock (gate)
        {
            return SlowOpens is not null && FindLocked(node) is { File.IsOpen: false };
        }
    }

    /// <summary>Takes its time, unless whoever waits is killed meanwhile.</summary>
    private bool TrySlowly(in Caller caller)
    {
        SlowOpens!.Release();
        for (int i = 0; i < 200; i++)
        {
            if (caller.Interruption.IsKilled)
            {
                return false;
            }

            Thread.Sleep(10);
        }

        return true;
    }
}
