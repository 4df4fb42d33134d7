using System.Globalization;
using System.Text;
using Strata.Linux;

namespace Strata.Union;

/// <summary>Opening an index: what it belongs to is checked, and leftovers are removed, as overlayfs does when it is mounted.</summary>
internal sealed partial class WorkIndex
{
    private static readonly byte[] FolderName = "index"u8.ToArray();

    /// <summary>Whether a work folder has an index.</summary>
    internal static bool IsThere(WorkFolder work) => Sys.StatAt(work.Outer, FolderName, out _) == Errno.Ok;

    /// <summary>Opens the index of a work folder.</summary>
    /// <param name="work">The work folder.</param>
    /// <param name="upper">The upper.</param>
    /// <param name="upperHandles">The handles of its file system.</param>
    /// <param name="lower">What lies below.</param>
    /// <param name="xattrs">The names of the marks.</param>
    /// <param name="create">Make it where there is none, and say what it belongs to. Otherwise there may be none.</param>
    /// <param name="index">The index.</param>
    /// <returns>ESTALE: it, or the upper, belongs to other folders; EINVAL: it holds what is no entry.</returns>
    internal static Errno Open(WorkFolder work, FileFd upper, FileHandles upperHandles, Lower lower, OverlayXattrs xattrs, bool create, out WorkIndex? index)
    {
        index = null;
        Span<byte> below = stackalloc byte[OverlayHandle.MaxLength];
        Span<byte> own = stackalloc byte[OverlayHandle.MaxLength];
        Errno error = lower.GetOrigin(lower.Root, below, out int belowLength);
        int ownLength = 0;
        error = error == Errno.Ok ? upperHandles.Write(upper, default, own, out ownLength, inUpper: true) : error;
        error = error == Errno.Ok ? Belongs(upper, xattrs.Origin, below[..belowLength], create) : error;
        FileFd folder = default;
        if (error == Errno.Ok)
        {
            error = OpenFolder(work.Outer, create, out folder);
        }

        if (error != Errno.Ok || !folder.IsOpen)
        {
            return error;
        }

        error = Belongs(folder, xattrs.Origin, own[..ownLength], mark: false); // Where the first kernels with an index wrote it.
        error = error == Errno.Ok ? Belongs(folder, xattrs.Upper, own[..ownLength], mark: true) : error;
        WorkIndex opened = new(folder, isPersistent: true, xattrs);
        error = error == Errno.Ok ? opened.Load(lower) : error;
        if (error != Errno.Ok)
        {
            folder.Dispose();
            return error;
        }

        index = opened;
        return Errno.Ok;
    }

    private static Errno OpenFolder(FileFd outer, bool create, out FileFd folder)
    {
        folder = default;
        Errno error = create ? Sys.MkdirAt(outer, FolderName, 0) : Errno.Ok;
        if (error is Errno.Ok or Errno.EEXIST)
        {
            error = Sys.OpenAt(outer, FolderName, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow, out folder);
        }

        return error == Errno.ENOENT && !create ? Errno.Ok : error;
    }

    /// <summary>Compares a handle that is stored on a directory; ESTALE where it is another one, and stores it where there is none.</summary>
    private static Errno Belongs(FileFd directory, byte[] name, ReadOnlySpan<byte> handle, bool mark)
    {
        Span<byte> stored = stackalloc byte[OverlayHandle.MaxLength];
        Errno error = Sys.FGetXattr(directory, name, stored, out int length);
        if (error == Errno.ENODATA)
        {
            return mark ? Sys.FSetXattr(directory, name, handle) : Errno.Ok;
        }

        return error != Errno.Ok && error != Errno.ERANGE ? error : error == Errno.Ok && stored[..length].SequenceEqual(handle) ? Errno.Ok : Errno.ESTALE;
    }

    private Errno Load(Lower lower)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>(32 * 1024);
        List<byte[]> names = [];
        DirectoryReader reader = new(Folder, buffer);
        Errno error;
        while (reader.Next(out error))
        {
            names.Add(reader.Name.ToArray());
        }

        for (int i = 0; i < names.Count && error == Errno.Ok; i++)
        {
            error = names[i][0] == (byte)'#' ? Removal.Remove(Folder, names[i]) : LoadEntry(lower, names[i]);
        }

        return error;
    }

    private Errno LoadEntry(Lower lower, byte[] name)
    {
        Span<byte> origin = stackalloc byte[OverlayHandle.MaxLength];
        if (name.Length % 2 != 0 || Convert.FromHexString(Encoding.ASCII.GetString(name), origin, out _, out int length) != System.Buffers.OperationStatus.Done
            || !OverlayHandle.TryParse(origin[..length], out _))
        {
            return Errno.EINVAL;
        }

        origin = origin[..length];
        Errno error = Sys.StatAt(Folder, name, out FileStat stat);
        if (error != Errno.Ok || stat.IsDirectory || stat.IsWhiteout)
        {
            // Directories and whiteouts are what an export by NFS left: no business of ours.
            return error;
        }

        Span<byte> stored = stackalloc byte[OverlayHandle.MaxLength];
        bool isOf = Sys.LGetXattr(Folder, name, xattrs.Origin, stored, out length) == Errno.Ok && stored[..length].SequenceEqual(origin);
        if (!isOf || (!lower.TryFindOrigin(origin, out ulong ino) && stat.Links == 1))
        {
            return Sys.UnlinkAt(Folder, name);
        }

        if (!lower.TryFindOrigin(origin, out ino))
        {
            return Errno.Ok;
        }

        IndexEntry entry = new(name, ino, stat.Ino) { UpperLinks = stat.Links };
        ReadCount(entry, lower, origin);
        if (stat.Links == 1 && entry.Names == 0)
        {
            // Its last name went, and then the power, or whoever was to remove this.
            return Sys.UnlinkAt(Folder, name);
        }

        entry.Names = entry.Names == 0 ? stat.Links : entry.Names; // Nobody knows: as many as overlayfs shows then.
        byLower[ino] = entry;
        byUpper[stat.Ino] = entry;
        return Errno.Ok;
    }

    private void ReadCount(IndexEntry entry, Lower lower, ReadOnlySpan<byte> origin)
    {
        Span<byte> value = stackalloc byte[16];
        if (Sys.LGetXattr(Folder, entry.Name, xattrs.NameCount, value, out int length) != Errno.Ok || length < 3
            || !int.TryParse(Encoding.ASCII.GetString(value[1..length]), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int difference))
        {
            return;
        }

        uint links = value[0] switch
        {
            (byte)'U' => entry.UpperLinks,
            (byte)'L' => lower.TryStatOrigin(origin, out FileStat below) ? below.Links : 0,
            _ => 0,
        };
        entry.Names = links == 0 ? 0 : (uint)Math.Max(0, links + (long)difference);
        entry.Written = Encoding.ASCII.GetString(value[..length]);
    }
}
