using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// Open directories, a bounded number of them, the least recently used closed first. Guarded by the lock of whoever has it:
/// a descriptor from here is good until that lock is released, and as long as it was touched after all but
/// <see cref="Capacity"/> of the others.
/// </summary>
internal sealed class DirectoryCache
{
    private const int FewestOpen = 32;
    private const int MostOpen = 1024;
    private const int KeptByShrink = 8; // What is being worked with was touched last.

    private readonly LinkedList<CachedDirectory> opened = []; // the newest first

    /// <summary>A cache of as many as the process can afford: a mount has two, its lowers stay open, and its users have files open.</summary>
    internal DirectoryCache()
        : this((int)Math.Clamp(Sys.MaxOpenFiles / 8, FewestOpen, MostOpen))
    {
    }

    internal DirectoryCache(int capacity) => Capacity = Math.Max(capacity, 2);

    internal int Capacity { get; }

    /// <summary>Takes over a directory that was just opened.</summary>
    internal void Add(CachedDirectory directory)
    {
        if (opened.Count >= Capacity)
        {
            CloseOldest();
        }

        directory.Place = opened.AddFirst(directory);
    }

    internal void Touch(CachedDirectory directory)
    {
        if (directory.Place is { } place && opened.First != place)
        {
            opened.Remove(place);
            opened.AddFirst(place);
        }
    }

    /// <summary>Takes a directory out and leaves it open, for its owner to close.</summary>
    internal void Detach(CachedDirectory directory)
    {
        if (directory.Place is { } place)
        {
            opened.Remove(place);
            directory.Place = null;
        }
    }

    /// <summary>Closes the older half, when the process has no descriptors left. False: there was nothing to close.</summary>
    internal bool Shrink()
    {
        int keep = Math.Max(opened.Count / 2, KeptByShrink);
        bool any = opened.Count > keep;
        while (opened.Count > keep)
        {
            CloseOldest();
        }

        return any;
    }

    /// <summary>Closes all.</summary>
    internal void Clear()
    {
        while (opened.Count > 0)
        {
            CloseOldest();
        }
    }

    private void CloseOldest()
    {
        CachedDirectory old = opened.Last!.Value;
        Detach(old);
        old.Handle.Dispose();
        old.Handle = default;
    }
}
