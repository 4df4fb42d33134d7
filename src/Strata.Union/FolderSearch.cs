using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>
/// A search for what a name leads to, from one layer down: which directories it is looked for in, and how far it has got.
/// Redirects change the name or the directories on the way.
/// </summary>
internal sealed class FolderSearch
{
    private const ushort TypeUnknown = 0x8000;
    private ushort[]? candidates; // Places in the directories where a listing has the name; null: all may have it.
    private int next;

    /// <param name="directories">Where to look, from the topmost layer down.</param>
    /// <param name="name">The name.</param>
    /// <param name="current">The place in <paramref name="directories"/> where it was found; the search goes on below it.</param>
    internal FolderSearch(FolderDirectory[] directories, byte[] name, int current)
    {
        In = directories;
        Name = name;
        Current = current;
        next = current + 1;
    }

    internal FolderDirectory[] In { get; private set; }

    internal byte[] Name { get; private set; }

    /// <summary>The place in <see cref="In"/> of what was found last.</summary>
    internal int Current { get; private set; }

    /// <summary>Whether the marks of what was found last have been taken into account.</summary>
    internal bool MarksApplied { get; set; }

    /// <summary>Whether there is anywhere left to look.</summary>
    internal bool HasMore => next < (candidates?.Length ?? In.Length);

    /// <summary>Takes a place of a listing for <see cref="Only"/>.</summary>
    internal static ushort Candidate(int place, byte type) => type == 0 ? (ushort)(place | TypeUnknown) : (ushort)place;

    /// <summary>Looks only where a listing has directories of the name.</summary>
    internal void Only(ushort[] places)
    {
        candidates = places;
        next = 0;
    }

    /// <summary>Goes to the next place; <paramref name="type"/> is the type of what is there, 0 where it is not known.</summary>
    internal bool TryNext(out FolderDirectory directory, out byte type)
    {
        directory = null!;
        type = 0;
        if (!HasMore)
        {
            return false;
        }

        Current = next;
        if (candidates is not null)
        {
            ushort candidate = candidates[next];
            type = (candidate & TypeUnknown) == 0 ? FileMode.ToDirentType(FileMode.Directory) : (byte)0;
            Current = candidate & ~TypeUnknown;
        }

        next++;
        directory = In[Current];
        return true;
    }

    /// <summary>Goes on below <see cref="Current"/> with another name: a relative redirect.</summary>
    internal void Rename(byte[] name)
    {
        Name = name;
        candidates = null;
        next = Current + 1;
    }

    /// <summary>Goes on in other directories: an absolute redirect.</summary>
    internal void Move(FolderDirectory[] directories, byte[] name)
    {
        In = directories;
        Name = name;
        candidates = null;
        next = 0;
    }

    /// <summary>Ends it.</summary>
    internal void End()
    {
        candidates = [];
        next = 0;
    }
}
