using System.Globalization;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>
/// Removes a folder with everything in it, whatever a container made there: names are never resolved but one at a time
/// below an open folder, symlinks are not followed, other file systems are not entered, and a tree deeper than the
/// descriptors of a process reach is brought up piece by piece.
/// </summary>
internal static class FolderRemoval
{
    private const int MaxDepth = 200;

    /// <summary>
    /// Removes <paramref name="name"/>; what is not there is Ok, also where another command removes it at the same time.
    /// EBUSY: something is mounted in it.
    /// </summary>
    public static Errno Remove(FileFd parent, ReadOnlySpan<byte> name)
    {
        Errno error = OpenFolder(parent, name, out FileFd folder);
        if (error is Errno.ENOENT)
        {
            return Errno.Ok;
        }

        if (error != Errno.Ok)
        {
            return Sys.UnlinkAt(parent, name);
        }

        using (folder)
        {
            Sys.FStat(folder, out FileStat stat).OrThrow("statx of a folder to remove");
            int moved = 0;
            error = Empty(folder, folder, stat.Dev, 0, ref moved);

            // Folders too deep were moved here; emptying them may have moved more.
            while (error == Errno.Ok && moved > 0)
            {
                moved = 0;
                error = Empty(folder, folder, stat.Dev, 0, ref moved);
            }
        }

        return RemoveEmptied(parent, name, error);
    }

    private static Errno Empty(FileFd folder, FileFd top, DeviceNumber device, int depth, ref int moved)
    {
        // The top is read again after folders were brought up to it.
        Sys.LSeek(folder, 0, 0, out _).OrThrow("lseek of a folder to remove");
        List<byte[]> folders = [];
        DirectoryReader names = new(folder, new byte[32 << 10]);
        Errno readError;
        while (names.Next(out readError))
        {
            Errno error = Sys.UnlinkAt(folder, names.Name);
            if (error is Errno.EISDIR or Errno.EPERM)
            {
                folders.Add(names.Name.ToArray());
            }
            else if (error is not (Errno.Ok or Errno.ENOENT))
            {
                return error;
            }
        }

        // ENOENT: another command removed the folder itself meanwhile.
        if (readError is not (Errno.Ok or Errno.ENOENT))
        {
            return readError;
        }

        foreach (byte[] name in folders)
        {
            Errno error = Sys.RmdirAt(folder, name);
            if (error is Errno.ENOTEMPTY or Errno.EEXIST)
            {
                error = depth < MaxDepth ? Descend(folder, name, top, device, depth, ref moved) : BringUp(folder, name, top, ref moved);
            }

            if (error is not (Errno.Ok or Errno.ENOENT))
            {
                return error;
            }
        }

        return Errno.Ok;
    }

    private static Errno Descend(FileFd folder, byte[] name, FileFd top, DeviceNumber device, int depth, ref int moved)
    {
        Errno error = OpenFolder(folder, name, out FileFd child);
        if (error != Errno.Ok)
        {
            return error;
        }

        using (child)
        {
            error = Sys.FStat(child, out FileStat stat);
            error = error != Errno.Ok ? error : stat.Dev != device ? Errno.EBUSY : Empty(child, top, device, depth + 1, ref moved);
        }

        return RemoveEmptied(folder, name, error);
    }

    private static Errno RemoveEmptied(FileFd parent, ReadOnlySpan<byte> name, Errno error)
    {
        error = error is Errno.Ok or Errno.ENOENT ? Sys.RmdirAt(parent, name) : error;
        return error == Errno.ENOENT ? Errno.Ok : error;
    }

    private static Errno BringUp(FileFd folder, byte[] name, FileFd top, ref int moved)
    {
        Errno error;
        do
        {
            byte[] free = FileName.BytesOf(".deep-" + (moved++).ToString(CultureInfo.InvariantCulture));
            error = Sys.RenameAt(folder, name, top, free, RenameFlags.NoReplace);
        }
        while (error == Errno.EEXIST);

        return error;
    }

    private static Errno OpenFolder(FileFd parent, ReadOnlySpan<byte> name, out FileFd folder) =>
        Sys.OpenAt(parent, name, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow, out folder);
}
