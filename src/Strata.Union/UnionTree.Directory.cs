using Strata.Linux;

namespace Strata.Union;

/// <summary>Reading directories.</summary>
public sealed partial class UnionTree
{
    /// <summary>
    /// Gives the entries from <paramref name="cookie"/> on (0 is the beginning) to <paramref name="sink"/> until it is full or
    /// the end is reached, which is when nothing was added. Needs no open directory.
    /// </summary>
    public Errno ReadDirectory<TSink>(UnionNode node, ulong cookie, ref TSink sink)
        where TSink : struct, IDirectorySink, allows ref struct
    {
        if (!node.IsDirectory)
        {
            return Errno.ENOTDIR;
        }

        lock (gate)
        {
            DirectoryCookie at = new(cookie);
            if (node.IsUnlinked)
            {
                return Errno.Ok;
            }

            if (at.Where == DirectoryCookie.Part.Dots)
            {
                if (!ReadDotsLocked(node, at.Position, ref sink))
                {
                    return Errno.Ok;
                }

                at = DirectoryCookie.InLower(0);
            }

            if (at.Where == DirectoryCookie.Part.Lower)
            {
                bool more = true;
                Errno error = node.Lower.IsNone ? Errno.Ok : ReadLowerPartLocked(node, at.Position, ref sink, out more);
                if (error != Errno.Ok || !more)
                {
                    return error;
                }

                at = DirectoryCookie.InUpper(0);
            }

            return node.IsInUpper ? ReadUpperPartLocked(node, (long)at.Position, ref sink) : Errno.Ok;
        }
    }

    private bool ReadDotsLocked<TSink>(UnionNode node, ulong position, ref TSink sink)
        where TSink : struct, IDirectorySink, allows ref struct
    {
        if (position == 0)
        {
            if (!sink.Fits("."u8))
            {
                return false;
            }

            sink.Add("."u8, node.Ino, node.Kind, DirectoryCookie.Dot(1).Value);
        }

        if (!sink.Fits(".."u8))
        {
            return false;
        }

        sink.Add(".."u8, (node.ParentNode ?? node).Ino, node.Kind, DirectoryCookie.InLower(0).Value);
        return true;
    }

    private Errno ReadLowerPartLocked<TSink>(UnionNode node, ulong cookie, ref TSink sink, out bool more)
        where TSink : struct, IDirectorySink, allows ref struct
    {
        more = false;
        FileFd directory = default;
        Errno error = node.IsInUpper ? OpenDirectoryLocked(node, out directory) : Errno.Ok;
        while (error == Errno.Ok)
        {
            error = lower.NextEntry(node.Lower, cookie, out LowerEntry entry);
            if (error != Errno.Ok)
            {
                more = error == Errno.ENOENT;
                return more ? Errno.Ok : error;
            }

            if (!sink.Fits(entry.Name))
            {
                return Errno.Ok;
            }

            cookie = entry.NextCookie;
            error = AddLowerNameLocked(node, directory, entry, ref sink);
        }

        return error;
    }

    /// <summary>Shows a name of the lower as it is in the union: from the upper, hidden by a whiteout, or the lower's own.</summary>
    private Errno AddLowerNameLocked<TSink>(UnionNode parent, FileFd directory, scoped in LowerEntry entry, ref TSink sink)
        where TSink : struct, IDirectorySink, allows ref struct
    {
        ulong next = DirectoryCookie.InLower(entry.NextCookie).Value;
        if (sink.WantsNodes && (directory.IsOpen || sink.WantsNodeOf(entry.Type)))
        {
            if (AddWithNodeLocked(parent, entry.Name, next, ref sink) != Errno.Ok)
            {
                // What cannot be looked up has a name all the same, and its neighbours too.
                sink.Add(entry.Name, entry.Ino, entry.Type, next);
            }

            return Errno.Ok;
        }

        if (names.Find(parent, entry.Name) is { } known)
        {
            sink.Add(entry.Name, known.Target.Ino, known.Target.Kind, next);
            return Errno.Ok;
        }

        if (directory.IsOpen)
        {
            Errno error = Sys.StatAt(directory, entry.Name, out FileStat stat);
            if (error == Errno.Ok)
            {
                return IsWhiteoutLocked(parent, directory, entry.Name, stat) ? Errno.Ok : AddNumberLocked(parent, entry.Name, next, ref sink);
            }

            if (error != Errno.ENOENT)
            {
                return error;
            }
        }

        sink.Add(entry.Name, entry.Ino, entry.Type, next);
        return Errno.Ok;
    }

    /// <summary>Shows a name whose number only a lookup tells: it may be a copy from the lower, or continue a directory of it.</summary>
    private Errno AddNumberLocked<TSink>(UnionNode parent, ReadOnlySpan<byte> name, ulong next, ref TSink sink)
        where TSink : struct, IDirectorySink, allows ref struct
    {
        Errno error = FindLocked(parent, name, out UnionNode? child, out _);
        if (error == Errno.Ok)
        {
            sink.Add(name, child!.Ino, child.Kind, next);
            DropLocked(child);
        }

        return error == Errno.ENOENT ? Errno.Ok : error;
    }

    private Errno AddWithNodeLocked<TSink>(UnionNode parent, ReadOnlySpan<byte> name, ulong next, ref TSink sink)
        where TSink : struct, IDirectorySink, allows ref struct
    {
        Errno error = FindLocked(parent, name, out UnionNode? child, out FileStat stat);
        if (error == Errno.Ok)
        {
            child!.References++;
            sink.Add(name, child, stat, next);
        }

        return error == Errno.ENOENT ? Errno.Ok : error;
    }

    private Errno ReadUpperPartLocked<TSink>(UnionNode node, long position, ref TSink sink)
        where TSink : struct, IDirectorySink, allows ref struct
    {
        Errno error = OpenDirectoryLocked(node, out FileFd directory);
        if (error == Errno.Ok)
        {
            error = Sys.LSeek(directory, position, 0, out _);
        }

        if (error != Errno.Ok)
        {
            return error;
        }

        bool impure = IsImpure(node);
        DirectoryReader reader = new(directory, readBuffer);
        while (reader.Next(out error))
        {
            if (!sink.Fits(reader.Name))
            {
                return Errno.Ok;
            }

            // The lower's names were shown in their own part.
            if (LowerHasLocked(node, reader.Name) || (MayBeWhiteout(node, reader.Type) && IsWhiteoutLocked(node, directory, reader.Name)))
            {
                continue;
            }

            ulong next = DirectoryCookie.InUpper(reader.NextOffset).Value;
            if (sink.WantsNodes || impure)
            {
                error = sink.WantsNodes ? AddWithNodeLocked(node, reader.Name, next, ref sink) : AddNumberLocked(node, reader.Name, next, ref sink);
                if (error != Errno.Ok)
                {
                    return error;
                }
            }
            else
            {
                NodeName? known = names.Find(node, reader.Name);
                sink.Add(reader.Name, known?.Target.Ino ?? numbers.Unique(upperPrefix, reader.Ino), store.TypeOf(reader.Type), next);
            }
        }

        return error;
    }

    /// <summary>ENOTEMPTY where the union shows anything in the directory.</summary>
    private Errno CheckEmptyLocked(UnionNode node)
    {
        EmptinessCheck check = default;
        bool more = true;
        Errno error = node.Lower.IsNone ? Errno.Ok : ReadLowerPartLocked(node, 0, ref check, out more);
        if (error == Errno.Ok && more && node.IsInUpper)
        {
            error = ReadUpperPartLocked(node, 0, ref check);
        }

        return error == Errno.Ok && check.Found ? Errno.ENOTEMPTY : error;
    }

    /// <summary>Is full with the first entry.</summary>
    private struct EmptinessCheck : IDirectorySink
    {
        public bool Found { get; private set; }

        public readonly bool WantsNodes => false;

        public readonly bool WantsNodeOf(byte type) => false;

        public readonly bool Fits(ReadOnlySpan<byte> name) => !Found;

        public void Add(ReadOnlySpan<byte> name, ulong ino, byte type, ulong next) => Found = true;

        public readonly void Add(ReadOnlySpan<byte> name, UnionNode node, in FileStat stat, ulong next) =>
            throw new InvalidOperationException("no nodes were asked for");
    }
}
