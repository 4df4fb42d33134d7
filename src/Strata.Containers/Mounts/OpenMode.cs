using Strata.Fuse;

namespace Strata.Containers.Mounts;

/// <summary>
/// How an inode is open in the kernel. It stays so until its last release: the kernel takes one backing file per inode, and
/// does not mix passthrough with its page cache.
/// </summary>
internal sealed class OpenMode(BackingId backing, bool isOfLower, ulong cachedAs)
{
    /// <summary>The number under which <see cref="BackingCache"/> keeps the backing file; 0: it is closed with the last release.</summary>
    internal ulong CachedAs => cachedAs;

    /// <summary>Whether the backing file is one of the lower, through which nothing may ever be written.</summary>
    internal bool IsOfLower => isOfLower;

    /// <summary>The backing file, or none: reads and writes are answered.</summary>
    internal BackingId Backing => backing;

    /// <summary>Open files in this mode.</summary>
    internal int Count { get; private set; }

    /// <summary>Whether there were several at a time.</summary>
    internal bool WasShared { get; private set; }

    internal void Add() => WasShared |= ++Count > 1;

    internal void Remove() => Count--;
}
