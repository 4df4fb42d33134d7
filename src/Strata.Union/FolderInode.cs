namespace Strata.Union;

/// <summary>
/// A directory of a <see cref="FolderLower"/>: one directory, or several merged, from the topmost layer down. Only as many
/// are found as were needed; the rest when something is looked for in it. Guarded by the lower's lock.
/// </summary>
internal sealed class FolderInode
{
    internal FolderInode(FolderDirectory first)
    {
        Parts = [first];
        first.Owner = this;
    }

    internal FolderInode(FolderDirectory[] parts) => Parts = parts;

    internal FolderDirectory[] Parts { get; private set; }

    /// <summary>How the search for further parts goes on; null when all are found.</summary>
    internal FolderSearch? Rest { get; set; }

    /// <summary>The merged names, where they are in memory.</summary>
    internal FolderListing? Listing { get; set; }

    /// <summary>System calls that found nothing and would not have been made with the listing.</summary>
    internal int Wasted { get; set; }

    /// <summary>Below so many wasted the listing is not worth its reading.</summary>
    internal int Patience { get; set; }

    internal void Add(FolderDirectory part)
    {
        Parts = [.. Parts, part];
        part.Owner = this;
    }
}
