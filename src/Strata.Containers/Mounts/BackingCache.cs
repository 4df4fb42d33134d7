using Strata.Fuse;

namespace Strata.Containers.Mounts;

/// <summary>
/// Files of the lower that the kernel knows for passthrough, kept known after their last close: what is read once is often
/// read again, and then opening it takes no system call. By the lower's inode numbers; the lower never changes. Guarded by
/// whoever has it.
/// </summary>
internal sealed class BackingCache
{
    /// <summary>So many files at the most; each is an open file in the kernel, about a kilobyte.</summary>
    internal const int Places = Sets * Ways;

    private const int Sets = 2048;
    private const int Ways = 4; // Places that a number may have.

    private Entry[]? entries; // Made with the first file.
    private uint next; // Runs over, at a multiple of the ways.

    /// <summary>Finds a file and takes it into use; to be given back by <see cref="Return"/>.</summary>
    internal bool TryTake(ulong ino, out BackingId backing)
    {
        int at = Find(ino);
        backing = default;
        if (at < 0)
        {
            return false;
        }

        entries![at].Users++;
        backing = entries[at].Backing;
        return true;
    }

    /// <summary>Keeps a file that is in use. False: all its places are taken by files in use, and it stays the caller's to close.</summary>
    /// <param name="ino">The lower's inode number, not in the cache.</param>
    /// <param name="backing">The file.</param>
    /// <param name="former">What had the place before, for the caller to close; none where it was free.</param>
    internal bool TryKeep(ulong ino, BackingId backing, out BackingId former)
    {
        entries ??= new Entry[Places];
        int first = FirstOf(ino);
        int place = -1;
        for (int way = 0; way < Ways; way++)
        {
            // A free place, or one that is not in use, another one each time.
            int at = first + (int)((next + (uint)way) % Ways);
            if (entries[at].Backing.IsNone)
            {
                place = at;
                break;
            }

            place = place < 0 && entries[at].Users == 0 ? at : place;
        }

        next++;
        former = place < 0 ? default : entries[place].Backing;
        if (place >= 0)
        {
            entries[place] = new Entry { Ino = ino, Backing = backing, Users = 1 };
        }

        return place >= 0;
    }

    /// <summary>The file is no longer in use, and stays known.</summary>
    internal void Return(ulong ino) => entries![Find(ino)].Users--;

    private int Find(ulong ino)
    {
        int first = FirstOf(ino);
        for (int at = first; entries is not null && at < first + Ways; at++)
        {
            if (entries[at].Ino == ino && !entries[at].Backing.IsNone)
            {
                return at;
            }
        }

        return -1;
    }

    private static int FirstOf(ulong ino) => (int)((ino ^ (ino >> 11)) % Sets) * Ways;

    private struct Entry
    {
        public ulong Ino;
        public BackingId Backing;
        public int Users;
    }
}
