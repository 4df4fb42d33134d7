using Strata.Layers;
using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>Finding what a name leads to in a stack of folders.</summary>
public sealed partial class FolderLower
{
    private const byte DirectoryType = (byte)(FileMode.Directory >> 12);

    private Errno FindLocked(FolderInode parent, ReadOnlySpan<byte> name, out LowerId id, out FileStat stat)
    {
        id = LowerId.None;
        stat = default;
        if (options.WhiteoutFiles && WhiteoutName.IsSpelled(name))
        {
            return Errno.ENOENT;
        }

        Errno error = CompleteLocked(parent);
        if (error == Errno.Ok)
        {
            error = FindListingLocked(parent, out FolderListing? listing);
            if (error == Errno.Ok && listing is not null)
            {
                return FindListedLocked(listing, name, out id, out stat);
            }
        }

        return error == Errno.Ok ? ProbeLocked(parent, name, out id, out stat) : error;
    }

    /// <summary>Finds a name that a listing knows, or knows not to be there.</summary>
    private Errno FindListedLocked(FolderListing listing, ReadOnlySpan<byte> name, out LowerId id, out FileStat stat)
    {
        id = LowerId.None;
        stat = default;
        int at = listing.Find(name);
        if (at < 0 || listing[at].Is(FolderNameState.Hidden))
        {
            return Errno.ENOENT;
        }

        FolderInode parent = listing.Owner;
        ref FolderName known = ref listing[at];
        if (known.Type == DirectoryType)
        {
            ushort[]? further = known.Further < 0 ? [] : listing.FurtherOf(known);
            return FoundDirectoryLocked(parent, known.Part, name.ToArray(), further, out id, ref stat);
        }

        FolderDirectory part = parent.Parts[known.Part];
        Errno error = OpenLocked(part, out FileFd directory);
        error = error == Errno.Ok ? part.Layer.StatAt(directory, name, out stat) : error;
        if (error != Errno.Ok)
        {
            return error;
        }

        if (stat.IsDirectory)
        {
            return FoundDirectoryLocked(parent, known.Part, name.ToArray(), null, out id, ref stat);
        }

        FolderSlot slot = new() { Names = listing.ChunkOf(known), Start = NameChunks.PlaceOf(known.Start), Length = known.Length };
        error = FoundFileLocked(parent, known.Part, ref slot, out id, ref stat);
        if (error == Errno.ENOENT)
        {
            known.State |= FolderNameState.Hidden;
        }

        return error;
    }

    /// <summary>Finds a name by asking folder by folder: a whiteout ends the search, the first thing found decides the kind.</summary>
    private Errno ProbeLocked(FolderInode parent, ReadOnlySpan<byte> name, out LowerId id, out FileStat stat)
    {
        id = LowerId.None;
        stat = default;
        FolderDirectory[] parts = parent.Parts;
        for (int i = 0; i < parts.Length; i++)
        {
            Errno error = ProbePartLocked(parts[i], name, out stat, out bool isHidden);
            if (error == Errno.Ok && !stat.IsDirectory)
            {
                byte[] kept = name.ToArray();
                FolderSlot slot = new() { Names = kept, Length = (byte)kept.Length };
                return FoundFileLocked(parent, i, ref slot, out id, ref stat);
            }

            if (error == Errno.Ok)
            {
                return FoundDirectoryLocked(parent, i, name.ToArray(), null, out id, ref stat);
            }

            if (error != Errno.ENOENT || isHidden)
            {
                return error;
            }

            // Where a file could hide the name, it was looked for, too.
            parent.Wasted += options.WhiteoutFiles && !parts[i].Is(FolderDirectoryState.NoWhiteoutFiles) ? 2 : 1;
        }

        return Errno.ENOENT;
    }

    /// <summary>What one folder has of a name. ENOENT with <paramref name="isHidden"/>: nor is it to be looked for further down.</summary>
    private Errno ProbePartLocked(FolderDirectory part, ReadOnlySpan<byte> name, out FileStat stat, out bool isHidden)
    {
        isHidden = false;
        Errno error = OpenLocked(part, out FileFd directory);
        error = error == Errno.Ok ? part.Layer.StatAt(directory, name, out stat) : Fail(error, out stat);
        if (error is Errno.ENOENT or Errno.ENAMETOOLONG)
        {
            isHidden = directory.IsOpen && HasWhiteoutFileLocked(part, directory, name);
            return Errno.ENOENT;
        }

        if (error == Errno.Ok && stat.IsWhiteout)
        {
            isHidden = true;
            return Errno.ENOENT;
        }

        return error;
    }

    private bool HasWhiteoutFileLocked(FolderDirectory part, FileFd directory, ReadOnlySpan<byte> name)
    {
        int length = WhiteoutName.Prefix.Length + name.Length;
        if (!options.WhiteoutFiles || part.Is(FolderDirectoryState.NoWhiteoutFiles) || length > FileName.MaxLength)
        {
            return false;
        }

        Span<byte> whiteout = stackalloc byte[length];
        WhiteoutName.Prefix.CopyTo(whiteout);
        name.CopyTo(whiteout[WhiteoutName.Prefix.Length..]);
        return Sys.StatAt(directory, whiteout, out _) == Errno.Ok;
    }

    /// <summary>Takes a directory that the parent's part at a place has, and finds as much of what it is merged of as its attributes say.</summary>
    /// <param name="parent">Where it was found.</param>
    /// <param name="place">In which part.</param>
    /// <param name="name">Its name, owned from now on.</param>
    /// <param name="further">Where a listing has further directories of the name; null: nothing is known.</param>
    /// <param name="id">The inode.</param>
    /// <param name="stat">Its attributes, where they are known already.</param>
    private Errno FoundDirectoryLocked(FolderInode parent, int place, byte[] name, ushort[]? further, out LowerId id, ref FileStat stat)
    {
        id = LowerId.None;
        FolderDirectory above = parent.Parts[place];
        FolderDirectory first = new(above, name, above.Layer);
        bool readMarks = MustReadMarks(above.Layer, place, parent.Parts.Length);
        Errno error = readMarks ? OpenLocked(first, out FileFd opened) : OpenLocked(above, out opened);
        if (error == Errno.Ok && stat.Mode == 0)
        {
            error = above.Layer.StatAt(opened, readMarks ? default : name, out stat);
        }

        if (error != Errno.Ok)
        {
            return error;
        }

        if (!stat.IsDirectory)
        {
            return Errno.ENOENT; // It was one when the folder was listed.
        }

        FolderInode inode = new(first);
        if (readMarks || further is null or { Length: > 0 })
        {
            FolderSearch rest = new(parent.Parts, name, place) { MarksApplied = !readMarks };
            if (further is not null)
            {
                rest.Only(further);
            }
            else if (HasWhiteoutFileLocked(above, above.Handle, name))
            {
                rest.End();
            }

            inode.Rest = rest;
            error = ContinueLocked(inode, options.FollowRedirects ? 1 : int.MaxValue);
        }

        if (error != Errno.Ok)
        {
            ForgetLocked(inode);
            return error;
        }

        Show(inode, ref stat);
        id = slots.Add(new FolderSlot { Place = inode, Kind = DirectoryType });
        return Errno.Ok;
    }

    /// <summary>Whether a name is there, so that it must be hidden by what lies above.</summary>
    private bool ExistsLocked(FolderInode parent, ReadOnlySpan<byte> name)
    {
        if ((options.WhiteoutFiles && WhiteoutName.IsSpelled(name)) || CompleteLocked(parent) != Errno.Ok)
        {
            return false;
        }

        Errno error = FindListingLocked(parent, out FolderListing? listing);
        if (error == Errno.Ok && listing is not null)
        {
            int at = listing.Find(name);
            return at >= 0 && VerifyLocked(listing, ref listing[at]);
        }

        foreach (FolderDirectory part in parent.Parts)
        {
            error = ProbePartLocked(part, name, out FileStat stat, out bool isHidden);
            if (error != Errno.ENOENT || isHidden)
            {
                return error == Errno.Ok && !IsXattrWhiteoutLocked(part, name, stat);
            }

            parent.Wasted++;
        }

        return false;
    }
}
