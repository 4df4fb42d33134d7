using System.Globalization;
using System.Text;
using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// The index of copied-up files that have several names: a folder with one more link to each, named by the lower's file as
/// <see cref="OverlayHandle"/>. Through it a name that still lies in the lower leads to the copy, and the copy is found
/// whatever becomes of its names. How many names there are is told by the xattr <c>nlink</c>: "U+1" is one more than the copy
/// has links, "L-1" one less than the lower's file has. Guarded by the tree's lock.
/// </summary>
internal sealed partial class WorkIndex : IDisposable
{
    private readonly Dictionary<ulong, IndexEntry> byLower = [];
    private readonly Dictionary<ulong, IndexEntry> byUpper = [];
    private readonly OverlayXattrs xattrs;

    private WorkIndex(FileFd folder, bool isPersistent, OverlayXattrs xattrs)
    {
        Folder = folder;
        IsPersistent = isPersistent;
        this.xattrs = xattrs;
    }

    /// <summary>The folder of the links.</summary>
    internal FileFd Folder { get; }

    /// <summary>Whether it is there again after a remount; otherwise it lies among what is staged, and is known to this process alone.</summary>
    internal bool IsPersistent { get; }

    /// <summary>An index that lives as long as the union: in the folder where things are staged, which stays the caller's.</summary>
    internal static WorkIndex ForThisMount(FileFd staging, OverlayXattrs xattrs) => new(staging, isPersistent: false, xattrs);

    /// <summary>The entry of a file of the lower.</summary>
    internal IndexEntry? OfLower(ulong ino) => byLower.Count != 0 && byLower.TryGetValue(ino, out IndexEntry? entry) ? entry : null;

    /// <summary>The entry of a file of the upper.</summary>
    internal IndexEntry? OfUpper(ulong ino) => byUpper.Count != 0 && byUpper.TryGetValue(ino, out IndexEntry? entry) ? entry : null;

    /// <summary>
    /// Puts a staged copy into the index, which has no other name yet. All names are still the lower's.
    /// </summary>
    /// <param name="staging">Where it was staged.</param>
    /// <param name="staged">Its name there.</param>
    /// <param name="name">The name in the index.</param>
    /// <param name="lowerIno">The number of the lower's file.</param>
    /// <param name="lowerLinks">How many names that has.</param>
    /// <param name="entry">The new entry.</param>
    internal Errno Add(FileFd staging, ReadOnlySpan<byte> staged, ReadOnlySpan<byte> name, ulong lowerIno, uint lowerLinks, out IndexEntry? entry)
    {
        entry = null;
        Errno error = Sys.StatAt(staging, staged, out FileStat stat);
        IndexEntry added = new(name.ToArray(), lowerIno, stat.Ino) { Names = lowerLinks, LowerLinks = lowerLinks, UpperLinks = 1 };
        if (error == Errno.Ok)
        {
            error = Count(added, 'L', staging, staged);
        }

        if (error == Errno.Ok && !(staging == Folder && staged.SequenceEqual(name)))
        {
            // What lies there under this name belongs to no file of the union: it would have been found by it.
            error = Sys.RenameAt(staging, staged, Folder, name);
        }

        if (error == Errno.Ok)
        {
            entry = added;
            byLower[lowerIno] = added;
            byUpper[stat.Ino] = added;
        }

        return error;
    }

    /// <summary>Says on disk how many names there are, relative to the links of the copy or of the lower's file, whichever do not change next.</summary>
    internal Errno Count(IndexEntry entry, char relativeTo) => Count(entry, relativeTo, Folder, entry.Name);

    /// <summary>Removes an entry whose last name is gone.</summary>
    internal void Remove(IndexEntry entry)
    {
        if (entry.UpperLinks > 1)
        {
            // More links than were counted: somebody else made them. They are the file's names.
            entry.Names = entry.UpperLinks - 1;
            return;
        }

        byLower.Remove(entry.LowerIno);
        byUpper.Remove(entry.UpperIno);
        _ = Sys.UnlinkAt(Folder, entry.Name);
    }

    /// <summary>Closes the folder, and removes what nobody finds afterwards.</summary>
    public void Dispose()
    {
        if (IsPersistent)
        {
            Folder.Dispose();
            return;
        }

        foreach (IndexEntry entry in byLower.Values)
        {
            _ = Sys.UnlinkAt(Folder, entry.Name);
        }
    }

    private Errno Count(IndexEntry entry, char relativeTo, FileFd directory, ReadOnlySpan<byte> name)
    {
        if (!IsPersistent)
        {
            return Errno.Ok;
        }

        long difference = (long)entry.Names - (relativeTo == 'L' ? entry.LowerLinks : entry.UpperLinks);
        string value = string.Create(CultureInfo.InvariantCulture, $"{relativeTo}{difference:+0;-0;+0}");
        if (value == entry.Written)
        {
            return Errno.Ok;
        }

        Errno error = Sys.LSetXattr(directory, name, xattrs.NameCount, Encoding.ASCII.GetBytes(value));
        entry.Written = error == Errno.Ok ? value : entry.Written;
        return error;
    }
}
