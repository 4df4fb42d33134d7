using Strata.Linux;

namespace Strata.Union;

/// <summary>Reads overlayfs's marks of what lies in a folder: opaque, redirect, metacopy and whiteout xattrs.</summary>
internal sealed class FolderMarks
{
    private const int UsualList = 1024;
    private readonly byte[][] opaque; // The mount's own name first.
    private readonly byte[] redirect;
    private readonly byte[] metacopy;
    private readonly byte[] whiteout;

    internal FolderMarks(OverlayXattrs xattrs, bool anyOpaqueMark)
    {
        ReadOnlySpan<byte> prefix = xattrs.Opaque.AsSpan()[..^"opaque".Length];
        byte[] own = xattrs.Opaque;
        opaque = [own];
        if (anyOpaqueMark)
        {
            opaque = [own, xattrs == OverlayXattrs.Trusted ? OverlayXattrs.User.Opaque : OverlayXattrs.Trusted.Opaque, "user.fuseoverlayfs.opaque"u8.ToArray()];
        }

        redirect = xattrs.Redirect;
        metacopy = [.. prefix, .. "metacopy"u8];
        whiteout = [.. prefix, .. "whiteout"u8];
    }

    /// <summary>
    /// The marks of an open directory. EINVAL: its redirect is none, as the kernel says. One call where there are no xattrs,
    /// which is nearly always.
    /// </summary>
    /// <param name="directory">Open for reading.</param>
    /// <param name="isOpaque">It hides what lies below.</param>
    /// <param name="xattrWhiteouts">See <see cref="FolderDirectoryState.XattrWhiteouts"/>.</param>
    /// <param name="target">The redirect; null where there is none, or where it means nothing since the directory is opaque.</param>
    internal Errno ReadDirectory(FileFd directory, out bool isOpaque, out bool xattrWhiteouts, out byte[]? target)
    {
        isOpaque = false;
        xattrWhiteouts = false;
        target = null;
        Span<byte> buffer = stackalloc byte[UsualList];
        bool known = Sys.FListXattr(directory, buffer, out int length) == Errno.Ok;
        if (known && length == 0)
        {
            return Errno.Ok;
        }

        ReadOnlySpan<byte> list = buffer[..(known ? length : 0)];
        Span<byte> value = stackalloc byte[1];
        foreach (byte[] name in opaque)
        {
            // A value of another length does not count, overlayfs reads one byte as well.
            if ((!known || Has(list, name)) && Sys.FGetXattr(directory, name, value, out int size) == Errno.Ok && size == 1)
            {
                isOpaque |= value[0] == (byte)'y';
                xattrWhiteouts |= value[0] == (byte)'x' && name == opaque[0];
            }
        }

        return isOpaque || (known && !Has(list, redirect)) ? Errno.Ok : ReadRedirect(directory, default, out target);
    }

    /// <summary>Whether a regular file without content of its own is a whiteout or has its content elsewhere.</summary>
    internal Errno ReadFile(FileFd directory, ReadOnlySpan<byte> name, out bool isWhiteout, out bool isMetacopy)
    {
        isWhiteout = false;
        isMetacopy = false;
        Span<byte> buffer = stackalloc byte[UsualList];
        Errno error = Sys.LListXattr(directory, name, buffer, out int length);
        if (error == Errno.Ok)
        {
            isWhiteout = Has(buffer[..length], whiteout);
            isMetacopy = Has(buffer[..length], metacopy);
            return Errno.Ok;
        }

        if (error == Errno.ENOENT)
        {
            return error;
        }

        isWhiteout = Sys.LGetXattr(directory, name, whiteout, default, out _) == Errno.Ok;
        isMetacopy = Sys.LGetXattr(directory, name, metacopy, default, out _) == Errno.Ok;
        return Errno.Ok;
    }

    /// <summary>Whether an open regular file has its content elsewhere.</summary>
    internal bool IsMetacopy(FileFd file) => Sys.FGetXattr(file, metacopy, default, out _) == Errno.Ok;

    /// <summary>The redirect of a file, or of an open directory where the name is empty; null where there is none. EINVAL: it is none that can be followed.</summary>
    internal Errno ReadRedirect(FileFd directory, ReadOnlySpan<byte> name, out byte[]? target)
    {
        target = null;
        Span<byte> buffer = stackalloc byte[PathText.MaxLength];
        Errno error = name.IsEmpty
            ? Sys.FGetXattr(directory, redirect, buffer, out int length)
            : Sys.LGetXattr(directory, name, redirect, buffer, out length);
        if (error != Errno.Ok)
        {
            return error is Errno.ENODATA or Errno.EOPNOTSUPP ? Errno.Ok : error == Errno.ERANGE ? Errno.EINVAL : error;
        }

        // The kernel reads it as a string of C.
        ReadOnlySpan<byte> found = buffer[..length];
        int end = found.IndexOf((byte)0);
        found = end < 0 ? found : found[..end];
        bool isAbsolute = found.StartsWith("/"u8);
        bool isUsable = isAbsolute ? !found.EndsWith("/"u8) && found.IndexOf("//"u8) < 0 : !found.IsEmpty && !found.Contains((byte)'/');
        target = isUsable ? found.ToArray() : null;
        return isUsable ? Errno.Ok : Errno.EINVAL;
    }

    private static bool Has(ReadOnlySpan<byte> list, ReadOnlySpan<byte> name)
    {
        while (!list.IsEmpty)
        {
            int length = list.IndexOf((byte)0);
            if (length < 0)
            {
                return false;
            }

            if (list[..length].SequenceEqual(name))
            {
                return true;
            }

            list = list[(length + 1)..];
        }

        return false;
    }
}
