using Strata.Linux;

namespace Strata.Union;

/// <summary>Extended attributes. Overlayfs's own are neither shown nor reached.</summary>
public sealed partial class FolderLower
{
    /// <inheritdoc/>
    public override Errno GetXattr(LowerId id, ReadOnlySpan<byte> name, Span<byte> value, out int length)
    {
        length = 0;
        if (IsForeignMark(name))
        {
            return Errno.ENODATA;
        }

        Span<byte> buffer = stackalloc byte[FileName.MaxLength];
        lock (gate)
        {
            StatOverride? kept = LayerOf(id).Kept;
            if (kept is not null && StatOverride.IsPrivate(name))
            {
                return Errno.ENODATA;
            }

            ReadOnlySpan<byte> onDisk = xattrs.ToDisk(name, kept, buffer);
            Errno error = LocateLocked(id, out FileFd directory, out ReadOnlySpan<byte> where);
            return error == Errno.Ok ? Sys.LGetXattr(directory, where, onDisk, value, out length) : error;
        }
    }

    /// <inheritdoc/>
    public override Errno ListXattrs(LowerId id, Span<byte> names, out int length)
    {
        if (!options.AnyOpaqueMark)
        {
            return ListOwnXattrs(id, names, out length);
        }

        Errno error = ListOwnXattrs(id, default, out length);
        if (error != Errno.Ok || length == 0)
        {
            return error;
        }

        byte[] all = new byte[length];
        error = ListOwnXattrs(id, all, out length);
        if (error != Errno.Ok)
        {
            return error;
        }

        length = HideForeignMarks(all.AsSpan(0, length));
        return names.IsEmpty || all.AsSpan(0, length).TryCopyTo(names) ? Errno.Ok : Errno.ERANGE;
    }

    private Errno ListOwnXattrs(LowerId id, Span<byte> names, out int length)
    {
        lock (gate)
        {
            length = 0;
            Errno error = LocateLocked(id, out FileFd directory, out ReadOnlySpan<byte> where);
            return error == Errno.Ok ? xattrs.List(directory, where, LayerOf(id).Kept, names, out length) : error;
        }
    }

    /// <summary>Whether an xattr is a mark of another mode or program, where those count.</summary>
    private bool IsForeignMark(ReadOnlySpan<byte> name) => options.AnyOpaqueMark
        && (name.StartsWith("user.fuseoverlayfs."u8)
            || name.StartsWith(xattrs == OverlayXattrs.Trusted ? "user.overlay."u8 : "trusted.overlay."u8));

    private int HideForeignMarks(Span<byte> names)
    {
        int kept = 0;
        for (int at = 0; at < names.Length;)
        {
            int length = names[at..].IndexOf((byte)0) + 1;
            Span<byte> name = names.Slice(at, length);
            at += length;
            if (!IsForeignMark(name))
            {
                name.CopyTo(names[kept..]);
                kept += length;
            }
        }

        return kept;
    }
}
