using Strata.Layers;
using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// What fuse-overlayfs writes into an upper where it may not write what the kernel's overlayfs does: files <c>.wh.NAME</c> for
/// whiteouts, <c>.wh..wh..opq</c> and xattrs of its own for opaque directories. Each directory of such an upper is brought into
/// overlayfs's format when it is first used, so that nobody else needs to know; fuse-overlayfs reads that as well.
/// </summary>
internal static class FuseOverlayMarks
{
    /// <summary>How the names of its xattrs begin, which are never shown.</summary>
    internal static readonly byte[] Prefix = "user.fuseoverlayfs."u8.ToArray();

    private static readonly byte[] OwnOpaque = "user.fuseoverlayfs.opaque"u8.ToArray();

    /// <summary>Translates the marks of one directory.</summary>
    /// <param name="directory">Open for reading.</param>
    /// <param name="xattrs">The names that marks are to have.</param>
    /// <param name="work">Makes whiteouts.</param>
    internal static Errno Translate(FileFd directory, OverlayXattrs xattrs, WorkFolder work)
    {
        bool isOpaque = IsOpaque(directory, OwnOpaque) || IsOpaque(directory, OverlayXattrs.User.Opaque) || IsOpaque(directory, OverlayXattrs.Trusted.Opaque);
        Errno error = FindWhiteouts(directory, out List<byte[]> whiteouts);
        bool named = whiteouts.RemoveAll(name => name.AsSpan().SequenceEqual(WhiteoutName.Opaque)) > 0;
        if (error == Errno.Ok && (isOpaque || named) && !IsOpaque(directory, xattrs.Opaque))
        {
            error = Sys.FSetXattr(directory, xattrs.Opaque, "y"u8);
        }

        if (error == Errno.Ok && named)
        {
            error = Sys.UnlinkAt(directory, WhiteoutName.Opaque);
        }

        for (int i = 0; i < whiteouts.Count && error == Errno.Ok; i++)
        {
            error = TranslateWhiteout(directory, whiteouts[i], isOpaque || named, xattrs, work);
        }

        return error;
    }

    private static Errno FindWhiteouts(FileFd directory, out List<byte[]> names)
    {
        names = [];
        Errno error = Sys.LSeek(directory, 0, 0, out _);
        DirectoryReader reader = new(directory, GC.AllocateUninitializedArray<byte>(16 * 1024));
        while (error == Errno.Ok && reader.Next(out error))
        {
            if (WhiteoutName.IsSpelled(reader.Name))
            {
                names.Add(reader.Name.ToArray());
            }
        }

        return error;
    }

    private static Errno TranslateWhiteout(FileFd directory, byte[] name, bool isOpaque, OverlayXattrs xattrs, WorkFolder work)
    {
        ReadOnlySpan<byte> hidden = WhiteoutName.Hidden(name);
        if (hidden.IsEmpty || WhiteoutName.IsReserved(name))
        {
            return Errno.Ok; // It hides nothing.
        }

        // It hides what lies below, not what lies beside it.
        Errno error = isOpaque ? Errno.Ok : work.PrepareWhiteouts();
        if (error == Errno.Ok && !isOpaque && work.Whiteouts == WhiteoutKind.Xattr)
        {
            error = Sys.FSetXattr(directory, xattrs.Opaque, "x"u8);
        }

        error = error == Errno.Ok && !isOpaque ? work.MakeWhiteout(directory, hidden) : error;
        return error is Errno.Ok or Errno.EEXIST ? Sys.UnlinkAt(directory, name) : error;
    }

    private static bool IsOpaque(FileFd directory, byte[] name)
    {
        Span<byte> value = stackalloc byte[1];
        return Sys.FGetXattr(directory, name, value, out int length) == Errno.Ok && length == 1 && value[0] == (byte)'y';
    }
}
