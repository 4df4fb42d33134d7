using System.Globalization;
using Strata.Layers;
using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Containers.Mounts.Kernel;

/// <summary>
/// A layer that hides the folders of objects, "00" to "ff", for kernels without data-only layers (before Linux 6.5): there
/// the objects are the lowest ordinary layer, whose names would be seen in the root. A tmpfs with a whiteout for each lies
/// on top of the chain image, not below it: overlayfs looks for a redirect's target only in the layers below the one that
/// has the redirect, and a whiteout on that way would end the search.
/// </summary>
internal static class ObjectScreen
{
    private const int Folders = 256;

    /// <summary>Whether the root of an image has such a name, which would be hidden too.</summary>
    public static bool Hides(ChainImage image)
    {
        for (int i = 0; i < Folders; i++)
        {
            if (image.Lookup(image.RootNid, NameOf(i), out _) == Errno.Ok)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Makes the layer, in no tree yet; its root is like the image's, since it is what a read-only mount shows as root.</summary>
    public static Errno Mount(ChainImage image, out FileFd mount)
    {
        using MountContext context = new("tmpfs"u8);
        Errno error = context.Mount(MountAttributes.None, out mount);
        return error == Errno.Ok ? Fill(image, mount) : error;
    }

    private static Errno Fill(ChainImage image, FileFd mount)
    {
        for (int i = 0; i < Folders; i++)
        {
            if (Sys.MknodAt(mount, NameOf(i), FileMode.CharDevice, default) is not Errno.Ok and var made)
            {
                return made;
            }
        }

        Errno error = Sys.OpenAt(mount, "."u8, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd root);
        if (error != Errno.Ok)
        {
            return error;
        }

        using (root)
        {
            UpperRoot.MakeLike(image, root);
            image.GetInode(image.RootNid, out ChainInode inode).OrThrow("read the root of the image");
            return Sys.UtimensAt(root, default, inode.Stat.Accessed, inode.Stat.Modified);
        }
    }

    private static byte[] NameOf(int folder) => PathText.Bytes(folder.ToString("x2", CultureInfo.InvariantCulture));
}
