using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// The names of overlayfs's own xattrs, with the prefix of the kernel mounted by root (<c>trusted.overlay.</c>) or in a user
/// namespace (<c>user.overlay.</c>), and how they are hidden: Documentation/filesystems/overlayfs.rst, "Nested mounts".
/// </summary>
public sealed partial class OverlayXattrs
{
    private static readonly byte[] escape = "overlay."u8.ToArray();
    private readonly byte[] prefix;

    private OverlayXattrs(ReadOnlySpan<byte> prefix)
    {
        this.prefix = prefix.ToArray();
        Opaque = [.. prefix, .. "opaque"u8];
        Redirect = [.. prefix, .. "redirect"u8];
        Origin = [.. prefix, .. "origin"u8];
        Impure = [.. prefix, .. "impure"u8];
        Metacopy = [.. prefix, .. "metacopy"u8];
        NameCount = [.. prefix, .. "nlink"u8];
        Upper = [.. prefix, .. "upper"u8];
        Whiteout = [.. prefix, .. "whiteout"u8];
    }

    /// <summary>Names that begin with <c>trusted.overlay.</c>, as root.</summary>
    public static OverlayXattrs Trusted { get; } = new("trusted.overlay."u8);

    /// <summary>Names that begin with <c>user.overlay.</c>, without privilege.</summary>
    public static OverlayXattrs User { get; } = new("user.overlay."u8);

    /// <summary>How all of its own names begin.</summary>
    internal ReadOnlySpan<byte> Prefix => prefix;

    internal byte[] Opaque { get; }

    internal byte[] Redirect { get; }

    internal byte[] Origin { get; }

    internal byte[] Impure { get; }

    internal byte[] Metacopy { get; }

    internal byte[] NameCount { get; }

    internal byte[] Upper { get; }

    internal byte[] Whiteout { get; }

    /// <summary>Whether a name on disk is overlayfs's own, and so never shown or copied.</summary>
    internal bool IsPrivate(ReadOnlySpan<byte> onDisk) =>
        onDisk.StartsWith(prefix) && !onDisk[prefix.Length..].StartsWith(escape);

    /// <summary>
    /// The name on disk of an xattr as a user of the mount names it: overlayfs's own prefix is escaped, so that an overlay
    /// mounted over this one keeps its marks apart from ours.
    /// </summary>
    internal ReadOnlySpan<byte> ToDisk(ReadOnlySpan<byte> shown, Span<byte> buffer)
    {
        if (!shown.StartsWith(prefix) || shown.Length + escape.Length > buffer.Length)
        {
            return shown;
        }

        prefix.CopyTo(buffer);
        escape.CopyTo(buffer[prefix.Length..]);
        shown[prefix.Length..].CopyTo(buffer[(prefix.Length + escape.Length)..]);
        return buffer[..(shown.Length + escape.Length)];
    }

    /// <summary>The same on a disk that keeps attributes in an xattr.</summary>
    internal ReadOnlySpan<byte> ToDisk(ReadOnlySpan<byte> shown, StatOverride? kept, Span<byte> buffer)
    {
        ReadOnlySpan<byte> onDisk = kept is null ? shown : kept.ToDisk(shown, buffer);
        return onDisk.Length == shown.Length ? ToDisk(shown, buffer) : onDisk;
    }

    /// <summary>Takes private names out of a list of names ended by NUL, in place, and undoes the escape. Gives the new length.</summary>
    internal int FilterList(Span<byte> names)
    {
        int kept = 0;
        for (int at = 0; at < names.Length;)
        {
            int length = names[at..].IndexOf((byte)0) + 1;
            if (length == 0)
            {
                break;
            }

            ReadOnlySpan<byte> name = names.Slice(at, length);
            at += length;
            if (!name.StartsWith(prefix))
            {
                name.CopyTo(names[kept..]);
                kept += length;
            }
            else if (name[prefix.Length..].StartsWith(escape))
            {
                prefix.CopyTo(names[kept..]);
                name[(prefix.Length + escape.Length)..].CopyTo(names[(kept + prefix.Length)..]);
                kept += length - escape.Length;
            }
        }

        return kept;
    }

    /// <summary>Takes <c>trusted.</c> names out of a list, in place. Gives the new length.</summary>
    internal static int HideTrusted(Span<byte> names) => Hide(names, "trusted."u8);

    private static int Hide(Span<byte> names, ReadOnlySpan<byte> hidden)
    {
        int kept = 0;
        for (int at = 0; at < names.Length;)
        {
            int length = names[at..].IndexOf((byte)0) + 1;
            Span<byte> name = names.Slice(at, length);
            at += length;
            if (!name.StartsWith(hidden))
            {
                name.CopyTo(names[kept..]);
                kept += length;
            }
        }

        return kept;
    }

    /// <summary>listxattr(2) of a file on disk, as its users see it.</summary>
    internal Errno List(FileFd directory, ReadOnlySpan<byte> path, StatOverride? kept, Span<byte> list, out int length, bool hidesFuseOverlay = false)
    {
        // The list on disk may be longer than what is shown of it, so it never goes straight into the caller's buffer.
        Errno error = Sys.LListXattr(directory, path, default, out length);
        if (error != Errno.Ok || length == 0)
        {
            return error;
        }

        byte[] onDisk = new byte[length];
        error = Sys.LListXattr(directory, path, onDisk, out length);
        if (error != Errno.Ok)
        {
            return error;
        }

        length = FilterList(onDisk.AsSpan(0, length));
        length = kept?.FilterList(onDisk.AsSpan(0, length)) ?? length;
        length = hidesFuseOverlay ? Hide(onDisk.AsSpan(0, length), FuseOverlayMarks.Prefix) : length;
        if (list.IsEmpty)
        {
            return Errno.Ok;
        }

        if (list.Length < length)
        {
            return Errno.ERANGE;
        }

        onDisk.AsSpan(0, length).CopyTo(list);
        return Errno.Ok;
    }
}
