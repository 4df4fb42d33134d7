using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Layers;

public sealed partial class ChainImage
{
    /// <summary>
    /// Whether any inode has an xattr of overlayfs's own names, which the image keeps escaped: kernels before Linux 6.7 do
    /// not show those. Visits the whole tree if the image has xattrs at all.
    /// </summary>
    /// <exception cref="ChainImageFormatException">The tree is malformed.</exception>
    public bool HasEscapedXattrs()
    {
        if (!HasXattrs)
        {
            return false;
        }

        Stack<ulong> directories = new([RootNid]);
        bool found = HasEscapedXattrs(RootNid);
        ulong visited = 0;
        while (!found && directories.TryPop(out ulong directory))
        {
            // Directories that contain themselves are not looked for anywhere else.
            Refuse(visited++ > NodeCount ? Errno.EUCLEAN : Errno.Ok);
            ChainDirectoryReader entries = ReadDirectory(directory);
            Errno error;
            while (entries.Next(out error) && !found)
            {
                found = HasEscapedXattrs(entries.Nid);
                if (entries.Type == FileMode.ToDirentType(FileMode.Directory))
                {
                    directories.Push(entries.Nid);
                }
            }

            Refuse(found ? Errno.Ok : error);
        }

        return found;
    }

    private bool HasEscapedXattrs(ulong nid)
    {
        ChainXattrReader xattrs = ReadXattrs(nid);
        Errno error;
        while (xattrs.Next(out error))
        {
            if (xattrs.StoredIndex == ErofsXattrPrefix.Trusted && xattrs.Suffix.StartsWith(ChainOverlay.Namespace))
            {
                return true;
            }
        }

        Refuse(error);
        return false;
    }

    private static void Refuse(Errno error)
    {
        if (error != Errno.Ok)
        {
            throw new ChainImageFormatException($"its tree cannot be read: {error.Message()}");
        }
    }
}
