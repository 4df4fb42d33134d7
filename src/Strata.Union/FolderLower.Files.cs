using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// Files, and those whose content lies elsewhere: <c>overlay.metacopy</c> says so, and a redirect on the file says where, as
/// Documentation/filesystems/overlayfs.rst has it.
/// </summary>
/// <remarks>
/// Asking every file for the xattr would double what a walk costs, so only those are asked that have no content of their own
/// by their attributes: fewer blocks than their size needs. Opening a file asks in any case.
/// </remarks>
public sealed partial class FolderLower
{
    private const OpenFlags OpenFileFlags = OpenFlags.ReadOnly | OpenFlags.NoFollow | OpenFlags.NonBlocking;

    /// <inheritdoc/>
    public override Errno Open(LowerId id, out FileFd file)
    {
        lock (gate)
        {
            ref FolderSlot slot = ref slots[id];
            file = default;
            if (slot.Place is FolderMetacopy metacopy)
            {
                return OpenDataLocked(metacopy, out file);
            }

            Errno error = LocateLocked(id, out FileFd directory, out ReadOnlySpan<byte> name);
            if (error == Errno.Ok)
            {
                error = OpenFileLocked(slot.Home.Layer, directory, name, OpenFileFlags, out file);
            }

            if (error != Errno.Ok || !marks.IsMetacopy(file))
            {
                return error;
            }

            file.Dispose();
            file = default;
            FolderDirectory home = slot.Home;
            FolderInode parent = home.Owner!;
            error = FindDataLocked(parent, Array.IndexOf(parent.Parts, home), name, out metacopy!);
            if (error == Errno.Ok)
            {
                slot.Place = metacopy;
                error = OpenDataLocked(metacopy, out file);
            }

            return error;
        }
    }

    /// <summary>Takes something that is no directory and that the parent's part at a place has. ENOENT: it is a whiteout.</summary>
    private Errno FoundFileLocked(FolderInode parent, int place, ref FolderSlot slot, out LowerId id, ref FileStat stat)
    {
        id = LowerId.None;
        if (stat.IsWhiteout)
        {
            return Errno.ENOENT;
        }

        FolderDirectory home = parent.Parts[place];
        slot.Place = home;
        slot.Kind = Linux.FileMode.ToDirentType(stat.Mode);
        Show(home.Layer, ref stat);
        if (IsHollow(stat))
        {
            Errno error = marks.ReadFile(home.Handle, slot.Name, out bool isWhiteout, out bool isMetacopy);
            if (error != Errno.Ok || (isWhiteout && stat.Size == 0))
            {
                return Errno.ENOENT;
            }

            if (isMetacopy)
            {
                error = FindDataLocked(parent, place, slot.Name, out FolderMetacopy? metacopy);
                slot.Place = metacopy;
                error = error == Errno.Ok ? ShowDataLocked(metacopy!, ref stat) : error;
            }

            if (error != Errno.Ok)
            {
                return error;
            }
        }

        id = slots.Add(slot);
        return Errno.Ok;
    }

    /// <summary>Whether a file may have its content elsewhere, or be a whiteout.</summary>
    private static bool IsHollow(in FileStat stat) => stat.IsRegular && (stat.Size == 0 || stat.Blocks * 512 < stat.Size);

    private bool IsXattrWhiteoutLocked(FolderDirectory part, ReadOnlySpan<byte> name, in FileStat stat) =>
        stat.IsRegular && stat.Size == 0
        && OpenLocked(part, out FileFd directory) == Errno.Ok
        && marks.ReadFile(directory, name, out bool isWhiteout, out _) == Errno.Ok && isWhiteout;

    /// <summary>
    /// Where the content of a file with metacopy lies. EIO: nowhere, as the kernel says; EPERM: it may not be looked for.
    /// </summary>
    private Errno FindDataLocked(FolderInode parent, int place, ReadOnlySpan<byte> name, out FolderMetacopy? metacopy)
    {
        metacopy = null;
        FolderDirectory home = parent.Parts[place];
        FolderDirectory at = home;
        FolderSearch search = new(parent.Parts, name.ToArray(), place);
        while (true)
        {
            Errno error = OpenLocked(at, out FileFd directory);
            byte[]? redirect = null;
            if (error == Errno.Ok && !(at.Layer.IsLowest && dataFolders.Length == 0))
            {
                error = marks.ReadRedirect(directory, search.Name, out redirect);
            }

            bool isAbsolute = redirect is [(byte)'/', ..];
            if (error == Errno.Ok && (isAbsolute ? !at.Layer.IsLowest : search.HasMore))
            {
                error = options.FollowMetacopy ? Errno.Ok : Errno.EPERM;
                error = error == Errno.Ok && redirect is not null ? RedirectLocked(search, redirect, at.Layer) : error;
            }
            else if (error == Errno.Ok && isAbsolute)
            {
                search.End();
            }

            if (error == Errno.Ok && redirect is null && HasWhiteoutFileLocked(at, directory, search.Name))
            {
                search.End();
            }

            FolderDirectory? next = null;
            bool isMetacopy = false;
            if (error == Errno.Ok)
            {
                error = NextFileLocked(search, out next, out isMetacopy);
            }

            if (error != Errno.Ok)
            {
                return error;
            }

            if (next is null)
            {
                // The kernel looks into data folders when the content is wanted, not before.
                bool isInData = isAbsolute && dataFolders.Length > 0;
                metacopy = isInData ? new FolderMetacopy(home, null, redirect![1..]) : null;
                return isInData ? Errno.Ok : options.FollowMetacopy ? Errno.EIO : Errno.EPERM;
            }

            if (!isMetacopy)
            {
                metacopy = new FolderMetacopy(home, next, search.Name);
                return Errno.Ok;
            }

            at = next;
        }
    }

    /// <summary>The directory of the next regular file of the name; null where there is none, or something else hides it.</summary>
    private Errno NextFileLocked(FolderSearch search, out FolderDirectory? found, out bool isMetacopy)
    {
        found = null;
        isMetacopy = false;
        while (search.TryNext(out FolderDirectory above, out _))
        {
            if (new FileName(search.Name).IsDotOrDotDot)
            {
                return Errno.EACCES;
            }

            Errno error = ProbePartLocked(above, search.Name, out FileStat stat, out bool isHidden);
            if (error == Errno.ENOENT && !isHidden)
            {
                continue;
            }

            bool isWhiteout = false;
            if (error == Errno.Ok && stat.IsRegular)
            {
                error = marks.ReadFile(above.Handle, search.Name, out isWhiteout, out isMetacopy);
                found = isWhiteout && stat.Size == 0 ? null : above;
            }

            return error == Errno.ENOENT ? Errno.Ok : error;
        }

        return Errno.Ok;
    }

    private Errno OpenDataLocked(FolderMetacopy metacopy, out FileFd file)
    {
        file = default;
        if (metacopy.DataHome is { } home)
        {
            Errno opened = OpenLocked(home, out FileFd directory);
            return opened == Errno.Ok ? OpenFileLocked(home.Layer, directory, metacopy.DataName, OpenFileFlags, out file) : opened;
        }

        const ResolveFlags Inside = ResolveFlags.Beneath | ResolveFlags.NoSymlinks | ResolveFlags.NoCrossMount;
        Errno error = Errno.ENOENT;
        foreach (FileFd folder in dataFolders)
        {
            error = Sys.OpenAt2(folder, metacopy.DataName, OpenFileFlags, Inside, out file);
            if (error == Errno.Ok && Sys.FStat(file, out FileStat stat) == Errno.Ok && stat.IsRegular)
            {
                return Errno.Ok;
            }

            error = error == Errno.Ok ? Errno.ENOENT : error;
            file.Dispose();
            file = default;
        }

        return error;
    }

    /// <summary>A file takes as much room as its content; what is in a data folder counts by its size.</summary>
    private Errno ShowDataLocked(FolderMetacopy metacopy, ref FileStat stat)
    {
        if (metacopy.DataHome is not { } home)
        {
            ulong unit = Math.Max(stat.BlockSize, 512);
            stat.Blocks = (stat.Size + unit - 1) / unit * unit / 512;
            return Errno.Ok;
        }

        Errno error = OpenLocked(home, out FileFd directory);
        error = error == Errno.Ok ? Sys.StatAt(directory, metacopy.DataName, out FileStat data) : Fail(error, out data);
        stat.Blocks = data.Blocks;
        return error;
    }
}
