namespace Strata.Union;

/// <summary>One more part with a directory, or something of unknown type, of a name in a <see cref="FolderListing"/>.</summary>
internal struct FolderFurther
{
    /// <summary>The next one further down; -1: none.</summary>
    internal int Next;

    /// <summary>The place of the part.</summary>
    internal ushort Part;

    /// <summary>d_type: a directory, or 0 for unknown.</summary>
    internal byte Type;
}
