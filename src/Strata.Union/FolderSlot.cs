namespace Strata.Union;

/// <summary>What an id of a <see cref="FolderLower"/> stands for. Small: there is one for each file that the kernel knows.</summary>
internal struct FolderSlot
{
    /// <summary>
    /// A <see cref="FolderInode"/> for a directory; for anything else its <see cref="FolderDirectory"/>, or a
    /// <see cref="FolderMetacopy"/>. Null: the slot is free.
    /// </summary>
    internal object? Place;

    /// <summary>Holds the name of a file, as a rule among others of the same listing.</summary>
    internal byte[]? Names;

    /// <summary>Where in <see cref="Names"/>; the next free slot where this one is free.</summary>
    internal int Start;

    internal byte Length;

    /// <summary>As d_type of readdir(3).</summary>
    internal byte Kind;

    internal readonly ReadOnlySpan<byte> Name => Names.AsSpan(Start, Length);

    internal readonly FolderDirectory Home => Place as FolderDirectory ?? ((FolderMetacopy)Place!).Home;
}
