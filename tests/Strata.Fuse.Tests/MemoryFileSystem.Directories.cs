using Strata.Linux;

namespace Strata.Fuse.Tests;

internal sealed partial class MemoryFileSystem
{
    public bool HasNoOpenDirectory { get; init; }

    public Errno OpenDirectory(in Caller caller, NodeId node, out OpenReply reply)
    {
        lock (gate)
        {
            CountLocked(nameof(OpenDirectory));
            reply = new OpenReply { Flags = OpenReplyFlags.CacheDirectory };
            return HasNoOpenDirectory ? Errno.ENOSYS : Errno.Ok;
        }
    }

    public Errno ReadDirectory(NodeId node, FileHandle handle, ulong cookie, ref DirectoryListing listing)
    {
        lock (gate)
        {
            CountLocked(nameof(ReadDirectory));
            MemoryNode found = FindLocked(node)!;
            if (cookie == 0 && listing.TryAdd(new FileName("."u8), found.Stat.Ino, 4, 1))
            {
                cookie = 1;
            }

            if (cookie == 1 && listing.TryAdd(new FileName(".."u8), found.Stat.Ino, 4, 2))
            {
                cookie = 2;
            }

            foreach ((string key, MemoryNode child) in found.Children!.Skip((int)cookie - 2))
            {
                FileName name = new(System.Text.Encoding.Latin1.GetBytes(key));
                if (!listing.Fits(name))
                {
                    break;
                }

                cookie++;
                _ = listing.WithAttributes
                    ? listing.TryAdd(name, EntryLocked(child), cookie)
                    : listing.TryAdd(name, child.Stat.Ino, FileMode.ToDirentType(child.Stat.Mode), cookie);
            }

            return Errno.Ok;
        }
    }

    public void ReleaseDirectory(NodeId node, FileHandle handle)
    {
        lock (gate)
        {
            CountLocked(nameof(ReleaseDirectory));
        }
    }

    public Errno GetXattr(NodeId node, ReadOnlySpan<byte> name, Span<byte> value, out int length)
    {
        lock (gate)
        {
            CountLocked(nameof(GetXattr));
            length = 0;
            return FindLocked(node)!.Xattrs.TryGetValue(Key(new FileName(name)), out byte[]? found)
                ? Answer(found, value, out length)
                : Errno.ENODATA;
        }
    }

    public Errno ListXattr(in Caller caller, NodeId node, Span<byte> names, out int length)
    {
        lock (gate)
        {
            string all = string.Concat(FindLocked(node)!.Xattrs.Keys.Order(StringComparer.Ordinal).Select(static key => key + '\0'));
            return Answer(System.Text.Encoding.Latin1.GetBytes(all), names, out length);
        }
    }

    public Errno SetXattr(in Caller caller, NodeId node, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int flags, bool killSetGid)
    {
        lock (gate)
        {
            FindLocked(node)!.Xattrs[Key(new FileName(name))] = value.ToArray();
            return Errno.Ok;
        }
    }

    public Errno RemoveXattr(NodeId node, ReadOnlySpan<byte> name)
    {
        lock (gate)
        {
            return FindLocked(node)!.Xattrs.Remove(Key(new FileName(name))) ? Errno.Ok : Errno.ENODATA;
        }
    }

    private static Errno Answer(byte[] found, Span<byte> into, out int length)
    {
        length = found.Length;
        if (into.IsEmpty)
        {
            return Errno.Ok;
        }

        return found.AsSpan().TryCopyTo(into) ? Errno.Ok : Errno.ERANGE;
    }
}
