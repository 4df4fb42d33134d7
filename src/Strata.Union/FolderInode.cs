namespace Strata.Union;

/// <summary>An inode of a <see cref="FolderLower"/>: a directory merged of one or more, or the topmost file of its name.</summary>
internal sealed class FolderInode
{
    /// <summary>For a directory, from the topmost layer down; otherwise null.</summary>
    internal FolderDirectory[]? Directories { get; init; }

    /// <summary>For a file, where it lies.</summary>
    internal FolderDirectory? Home { get; init; }

    internal byte[] Name { get; init; } = [];

    /// <summary>The merged names, while somebody reads them.</summary>
    internal FolderListing? Listing { get; set; }

    /// <summary>How many own the id.</summary>
    internal int References { get; set; }
}
