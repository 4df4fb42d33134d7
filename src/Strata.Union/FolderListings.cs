namespace Strata.Union;

/// <summary>
/// The listings in memory, the least recently used dropped first: so many bytes of them, and always the last few, since
/// whoever reads a large directory in pieces needs its listing for each. Guarded by the lower's lock.
/// </summary>
internal sealed class FolderListings(long budget)
{
    private const int AlwaysKept = 8;

    private readonly LinkedList<FolderListing> listings = []; // the newest first
    private long bytes;

    internal void Add(FolderListing listing)
    {
        listing.Place = listings.AddFirst(listing);
        listing.Owner.Listing = listing;
        bytes += listing.Bytes;
        while (bytes > budget && listings.Count > AlwaysKept)
        {
            Remove(listings.Last!.Value);
        }
    }

    internal void Touch(FolderListing listing)
    {
        if (listings.First != listing.Place)
        {
            listings.Remove(listing.Place!);
            listings.AddFirst(listing.Place!);
        }
    }

    internal void Remove(FolderListing listing)
    {
        listings.Remove(listing.Place!);
        listing.Owner.Listing = null;
        bytes -= listing.Bytes;
    }
}
