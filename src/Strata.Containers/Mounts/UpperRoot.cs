using Strata.Layers;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>The root of a new upper folder, which a union shows as its own root: it gets what the image says of "/".</summary>
internal static class UpperRoot
{
    /// <summary>Gives <paramref name="upper"/> the owner, permissions and extended attributes of the root of <paramref name="image"/>.</summary>
    public static void MakeLike(ChainImage image, FileFd upper)
    {
        const uint Permissions = 0xfff; // 07777
        image.GetInode(image.RootNid, out ChainInode root).OrThrow("read the root of the image");
        Sys.FStat(upper, out FileStat own).OrThrow("statx of the upper folder");
        if (root.Stat.Uid != own.Uid || root.Stat.Gid != own.Gid)
        {
            Sys.FChownAt(upper, default, root.Stat.Uid, root.Stat.Gid).OrThrow("chown of the upper folder");
        }

        if (((root.Stat.Mode ^ own.Mode) & Permissions) != 0)
        {
            Sys.FChmod(upper, root.Stat.Mode & Permissions).OrThrow("chmod of the upper folder");
        }

        ChainXattrReader xattrs = image.ReadXattrs(image.RootNid);
        Span<byte> name = stackalloc byte[FileName.MaxLength];
        Errno error;
        while (xattrs.Next(out error))
        {
            xattrs.CopyName(name);
            Sys.FSetXattr(upper, name[..xattrs.NameLength], xattrs.Value).OrThrow("setxattr of the upper folder");
        }

        error.OrThrow("read the xattrs of the root of the image");
    }
}
