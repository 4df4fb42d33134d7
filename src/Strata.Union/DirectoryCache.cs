namespace Strata.Union;

/// <summary>
/// Open directories, a bounded number of them, the least recently used closed first. Guarded by the lock of whoever has it:
/// a descriptor from here is good until that lock is released, and as long as it was touched after all but
/// <see cref="MaxOpen"/> of the others.
/// </summary>
internal sealed class DirectoryCache
{
    internal const int MaxOpen = 512;

    private CachedDirectory? newest;
    private CachedDirectory? oldest;
    private int open;

    /// <summary>Takes over a directory that was just opened.</summary>
    internal void Add(CachedDirectory directory)
    {
        if (open >= MaxOpen)
        {
            CachedDirectory old = oldest!;
            Detach(old);
            old.Handle.Dispose();
            old.Handle = default;
        }

        Push(directory);
        open++;
    }

    internal void Touch(CachedDirectory directory)
    {
        if (newest != directory && directory.InRing)
        {
            Unlink(directory);
            Push(directory);
        }
    }

    /// <summary>Takes a directory out and leaves it open, for its owner to close.</summary>
    internal void Detach(CachedDirectory directory)
    {
        if (directory.InRing)
        {
            Unlink(directory);
            open--;
        }
    }

    /// <summary>Closes all.</summary>
    internal void Clear()
    {
        while (newest is { } directory)
        {
            Detach(directory);
            directory.Handle.Dispose();
            directory.Handle = default;
        }
    }

    private void Push(CachedDirectory directory)
    {
        directory.InRing = true;
        directory.Newer = null;
        directory.Older = newest;
        newest?.Newer = directory;
        newest = directory;
        oldest ??= directory;
    }

    private void Unlink(CachedDirectory directory)
    {
        if (directory.Newer is { } newer)
        {
            newer.Older = directory.Older;
        }
        else
        {
            newest = directory.Older;
        }

        if (directory.Older is { } older)
        {
            older.Newer = directory.Newer;
        }
        else
        {
            oldest = directory.Newer;
        }

        directory.Newer = null;
        directory.Older = null;
        directory.InRing = false;
    }
}
