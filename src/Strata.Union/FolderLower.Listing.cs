using Strata.Layers;
using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>Directories of a stack of folders, listed; and when a listing is read for the sake of looking names up.</summary>
public sealed partial class FolderLower
{
    private const byte CharDeviceType = (byte)(FileMode.CharDevice >> 12);
    private const byte RegularType = (byte)(FileMode.Regular >> 12);

    /// <inheritdoc/>
    public override Errno NextEntry(LowerId directory, ulong cookie, out LowerEntry entry)
    {
        lock (gate)
        {
            entry = default;
            if (slots[directory].Place is not FolderInode inode)
            {
                return Errno.ENOTDIR;
            }

            FolderListing? listing = inode.Listing;
            Errno error = listing is null ? ListLocked(inode, int.MaxValue, out listing) : Errno.Ok;
            if (error != Errno.Ok)
            {
                return error;
            }

            listings.Touch(listing!);
            for (; cookie < (ulong)listing!.Count; cookie++)
            {
                ref FolderName name = ref listing[(int)cookie];
                if (!VerifyLocked(listing, ref name))
                {
                    continue;
                }

                listing.Reading((int)cookie);
                entry.Name = listing.NameOf(name);
                entry.Ino = name.Ino;
                entry.Type = name.Type;
                entry.NextCookie = cookie + 1;
                return Errno.Ok;
            }

            return Errno.ENOENT;
        }
    }

    /// <summary>
    /// The listing to look a name up in, where there is one. It is read when looking without it has wasted about as many
    /// system calls as reading it takes, and given up again where the directory turns out to be much larger than that.
    /// </summary>
    private Errno FindListingLocked(FolderInode inode, out FolderListing? listing)
    {
        const int SomeNames = 4; // Below this many reading is not worth it at all.
        const int CallsForPart = 4; // To open, read twice and close it.
        const int NamesForCall = 32; // Reading so many names takes about as long as a call.
        const int MorePatience = 4;
        listing = inode.Listing;
        if (listing is not null)
        {
            listings.Touch(listing);
            return Errno.Ok;
        }

        if (inode.Wasted < Math.Max(inode.Patience, SomeNames + (CallsForPart * inode.Parts.Length)))
        {
            return Errno.Ok;
        }

        Errno error = ListLocked(inode, inode.Wasted * NamesForCall, out listing);
        inode.Patience = listing is null ? inode.Wasted * MorePatience : 0;
        inode.Wasted = listing is null ? inode.Wasted : 0;
        return error == Errno.EACCES ? Errno.Ok : error; // It can be searched all the same.
    }

    /// <summary>Whether a name is to be shown, which only its attributes tell where it may be a whiteout.</summary>
    private bool VerifyLocked(FolderListing listing, ref FolderName name)
    {
        if (name.Is(FolderNameState.Unverified))
        {
            FolderDirectory part = listing.Owner.Parts[name.Part];
            Errno error = ProbePartLocked(part, listing.NameOf(name), out FileStat stat, out _);
            bool isShown = error != Errno.ENOENT && !(error == Errno.Ok && IsXattrWhiteoutLocked(part, listing.NameOf(name), stat));
            name.Type = error == Errno.Ok ? FileMode.ToDirentType(stat.Mode) : name.Type;
            name.State = (name.State & ~FolderNameState.Unverified) | (isShown ? 0 : FolderNameState.Hidden);
        }

        return !name.Is(FolderNameState.Hidden);
    }

    /// <summary>Reads all names of a directory. None where there are more than <paramref name="most"/>.</summary>
    private Errno ListLocked(FolderInode inode, int most, out FolderListing? listing)
    {
        listing = null;
        Errno error = CompleteLocked(inode);
        FolderDirectory[] parts = inode.Parts;
        builder.Start(parts.Length > 1);
        for (int i = 0; i < parts.Length && error == Errno.Ok; i++)
        {
            error = ListPartLocked(parts[i], i, most);
            if (error == Errno.ENOENT && parts.Length > 1)
            {
                error = Errno.Ok; // It is gone, which no lower should do; the others are not.
            }
        }

        if (error != Errno.Ok || builder.Count > most)
        {
            builder.GiveBack();
            return error;
        }

        listing = builder.Finish(inode);
        listings.Add(listing);
        return Errno.Ok;
    }

    private Errno ListPartLocked(FolderDirectory part, int place, int most)
    {
        Errno error = OpenLocked(part, out FileFd opened);
        if (error != Errno.Ok || part.Is(FolderDirectoryState.SearchOnly))
        {
            return error == Errno.Ok ? Errno.EACCES : error;
        }

        if (!part.Is(FolderDirectoryState.AtStart))
        {
            error = Sys.LSeek(opened, 0, 0, out _);
        }

        if (error == Errno.Ok && part.Parent is null && !part.Layer.IsLowest && !part.Is(FolderDirectoryState.MarksKnown))
        {
            // The root is merged whatever its marks say, except for this one.
            error = ReadMarksLocked(part, false, out _, out _);
            error = error == Errno.EINVAL ? Errno.Ok : error;
        }

        if (error != Errno.Ok)
        {
            return error;
        }

        part.State &= ~FolderDirectoryState.AtStart;
        bool hasWhiteoutFiles = false;
        DirectoryReader reader = new(opened, readBuffer);
        while (builder.Count <= most && reader.Next(out error))
        {
            ReadOnlySpan<byte> name = reader.Name;
            if (options.WhiteoutFiles && WhiteoutName.IsSpelled(name))
            {
                hasWhiteoutFiles = true;
                if (!WhiteoutName.IsReserved(name))
                {
                    builder.AddWhiteoutOf(WhiteoutName.Hidden(name));
                }
            }
            else if (name.Length <= FileName.MaxLength)
            {
                bool isMarked = part.Is(FolderDirectoryState.XattrWhiteouts) || part.Layer.Kept is not null;
                bool mustLook = reader.Type is 0 or CharDeviceType || (reader.Type == RegularType && isMarked);
                ulong ino = numbers.Unique(part.Layer.Prefix, reader.Ino);
                builder.Add(place, name, ino, reader.Type, mustLook ? FolderNameState.Unverified : FolderNameState.None);
            }
        }

        part.State |= hasWhiteoutFiles ? 0 : FolderDirectoryState.NoWhiteoutFiles;
        builder.EndPart(place);
        return error;
    }
}
