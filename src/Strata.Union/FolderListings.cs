namespace Strata.Union;

/// <summary>
/// The listings in memory, the least recently used dropped first: so many bytes of them, and always the last few, since
/// whoever reads a large directory in pieces needs its listing for each. Guarded by the lower's lock.
/// </summary>
internal sealed class FolderListings(long budget)
{
    private const int AlwaysKept = 8;

    private FolderListing? newest;
    private FolderListing? oldest;
    private long bytes;
    private int count;

    internal void Add(FolderListing listing)
    {
        Push(listing);
        listing.Owner.Listing = listing;
        count++;
        bytes += listing.Bytes;
        while (bytes > budget && count > AlwaysKept)
        {
            Remove(oldest!);
        }
    }

    internal void Touch(FolderListing listing)
    {
        if (newest != listing)
        {
            Unlink(listing);
            Push(listing);
        }
    }

    internal void Remove(FolderListing listing)
    {
        Unlink(listing);
        listing.Owner.Listing = null;
        count--;
        bytes -= listing.Bytes;
    }

    private void Push(FolderListing listing)
    {
        listing.Newer = null;
        listing.Older = newest;
        newest?.Newer = listing;
        newest = listing;
        oldest ??= listing;
    }

    private void Unlink(FolderListing listing)
    {
        if (listing.Newer is { } newer)
        {
            newer.Older = listing.Older;
        }
        else
        {
            newest = listing.Older;
        }

        if (listing.Older is { } older)
        {
            older.Newer = listing.Newer;
        }
        else
        {
            oldest = listing.Newer;
        }
    }
}
