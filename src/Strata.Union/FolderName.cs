namespace Strata.Union;

/// <summary>A name in a <see cref="FolderListing"/>: what the topmost folder that has it says.</summary>
internal struct FolderName
{
    /// <summary>The inode number as stat shows it.</summary>
    internal ulong Ino;

    /// <summary>Where the bytes of the name begin, see <see cref="FolderListing"/>.</summary>
    internal int Start;

    /// <summary>The first of the further parts that have a directory of the name; -1: none.</summary>
    internal int Further;

    /// <summary>The place of the part that has it.</summary>
    internal ushort Part;

    internal byte Length;

    /// <summary>d_type.</summary>
    internal byte Type;

    internal FolderNameState State;

    internal readonly bool Is(FolderNameState state) => (State & state) != 0;
}
