using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>Directories of a stack of folders, listed.</summary>
public sealed partial class FolderLower
{
    private const int MaxListings = 16;
    private readonly Queue<FolderInode> listed = [];

    /// <inheritdoc/>
    public override Errno NextEntry(LowerId directory, ulong cookie, out LowerEntry entry)
    {
        lock (gate)
        {
            entry = default;
            FolderInode inode = InodeOf(directory);
            Errno error = Errno.Ok;
            FolderListing? listing = inode.Listing;
            if (listing is null)
            {
                error = ListLocked(inode, out listing);
                Keep(inode, listing);
            }

            if (error != Errno.Ok || cookie >= (ulong)listing.Count)
            {
                return error != Errno.Ok ? error : Errno.ENOENT;
            }

            FolderListing.Entry found = listing[(int)cookie];
            entry.Name = found.Name;
            entry.Ino = found.Ino;
            entry.Type = found.Type;
            entry.NextCookie = cookie + 1;
            return Errno.Ok;
        }
    }

    /// <summary>A listing is read in pieces: the last few are kept.</summary>
    private void Keep(FolderInode inode, FolderListing listing)
    {
        inode.Listing = listing;
        listed.Enqueue(inode);
        if (listed.Count > MaxListings)
        {
            listed.Dequeue().Listing = null;
        }
    }

    private Errno ListLocked(FolderInode inode, out FolderListing listing)
    {
        listing = new FolderListing();
        FolderDirectory[] stack = inode.Directories!;
        HashSet<byte[]>? seen = stack.Length > 1 ? new HashSet<byte[]>(ByteNames.Comparer) : null;
        foreach (FolderDirectory part in stack)
        {
            Errno error = OpenLocked(part, out FileFd opened);
            if (error == Errno.Ok)
            {
                error = Sys.LSeek(opened, 0, 0, out _);
            }

            if (error != Errno.Ok)
            {
                return error;
            }

            DirectoryReader reader = new(opened, readBuffer);
            while (reader.Next(out error))
            {
                byte[] name = reader.Name.ToArray();
                if (seen is not null && !seen.Add(name))
                {
                    continue;
                }

                bool hidden = reader.Type is 0 or (byte)(FileMode.CharDevice >> 12) && IsWhiteout(opened, name);
                if (!hidden)
                {
                    listing.Add(name, NumberOf(part.Layer, reader.Ino), reader.Type);
                }
            }

            if (error != Errno.Ok)
            {
                return error;
            }
        }

        return Errno.Ok;
    }
}
