using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>Extended attributes. Overlayfs's own are neither shown nor reached.</summary>
public sealed partial class UnionTree
{
    /// <summary>getxattr(2): an empty buffer asks for the length; ENODATA, ERANGE.</summary>
    public Errno GetXattr(UnionNode node, ReadOnlySpan<byte> name, Span<byte> value, out int length)
    {
        Span<byte> buffer = stackalloc byte[FileName.MaxLength];
        ReadOnlySpan<byte> onDisk = NameOnDisk(name, buffer);
        length = 0;
        if (IsForeignMark(name))
        {
            return Errno.ENODATA;
        }

        lock (gate)
        {
            node = CurrentLocked(node);
            if (!node.IsInUpper)
            {
                return lower.GetXattr(node.Lower, name, value, out length);
            }

            Errno error = LocateLocked(node, out FileFd directory, out ReadOnlySpan<byte> where);
            return error != Errno.Ok ? error : Sys.LGetXattr(directory, where, onDisk, value, out length);
        }
    }

    /// <summary>listxattr(2): names, each ended by NUL; an empty buffer asks for the length.</summary>
    /// <param name="node">The node.</param>
    /// <param name="showTrusted">Whether <c>trusted.</c> names are listed: xattr(7) shows them to CAP_SYS_ADMIN alone.</param>
    /// <param name="list">Takes the names.</param>
    /// <param name="length">Bytes of all names.</param>
    /// <param name="hidden">Whether trusted names were left out.</param>
    public Errno ListXattrs(UnionNode node, bool showTrusted, Span<byte> list, out int length, out bool hidden)
    {
        hidden = false;
        if (showTrusted)
        {
            return ListAllXattrs(node, list, out length);
        }

        Errno error = ListAllXattrs(node, default, out length);
        if (error != Errno.Ok || length == 0)
        {
            return error;
        }

        byte[] all = new byte[length];
        error = ListAllXattrs(node, all, out length);
        if (error != Errno.Ok)
        {
            return error;
        }

        int shown = OverlayXattrs.HideTrusted(all.AsSpan(0, length));
        hidden = shown < length;
        length = shown;
        if (list.IsEmpty)
        {
            return Errno.Ok;
        }

        return all.AsSpan(0, length).TryCopyTo(list) ? Errno.Ok : Errno.ERANGE;
    }

    /// <summary>setxattr(2). <paramref name="flags"/>: 0, XATTR_CREATE 1 or XATTR_REPLACE 2.</summary>
    /// <param name="node">The node; copied up first.</param>
    /// <param name="name">The whole name.</param>
    /// <param name="value">The value.</param>
    /// <param name="flags">See above.</param>
    /// <param name="killSetGid">Along with an access ACL: the caller may not keep the set-group-id bit.</param>
    /// <param name="changes">What changed on the way.</param>
    public Errno SetXattr(UnionNode node, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int flags, bool killSetGid, Changes changes)
    {
        Span<byte> buffer = stackalloc byte[FileName.MaxLength];
        ReadOnlySpan<byte> onDisk = NameOnDisk(name, buffer);
        Errno error = IsForeignMark(name) ? Errno.EPERM : EnsureUpperCurrent(ref node, Replica.NoContent, changes);
        if (error != Errno.Ok)
        {
            return error;
        }

        using (EnterSettled(ref node))
        {
            error = LocateLocked(node, out FileFd directory, out ReadOnlySpan<byte> where);
            if (error == Errno.Ok)
            {
                error = Sys.LSetXattr(directory, where, onDisk, value, flags);
            }

            ForgetInheritanceLocked(node);
            if (error == Errno.Ok && killSetGid && store.StatAt(directory, where, out FileStat stat) == Errno.Ok && (stat.Mode & FileMode.SetGid) != 0)
            {
                error = store.ChmodAt(directory, where, stat.Mode & ~FileMode.SetGid);
            }

            return error;
        }
    }

    /// <summary>removexattr(2).</summary>
    public Errno RemoveXattr(UnionNode node, ReadOnlySpan<byte> name, Changes changes)
    {
        if (IsForeignMark(name))
        {
            return Errno.ENODATA;
        }

        // Nothing is copied up for an xattr that is not there. What lies in the upper answers for itself.
        Errno error = Current(node).IsInUpper ? Errno.Ok : GetXattr(node, name, default, out _);
        if (error != Errno.Ok)
        {
            // An ACL that says no more than the mode is not kept, and can be removed all the same.
            return error == Errno.ENODATA && name.StartsWith(PosixAcl.Prefix) ? Errno.Ok : error;
        }

        Span<byte> buffer = stackalloc byte[FileName.MaxLength];
        ReadOnlySpan<byte> onDisk = NameOnDisk(name, buffer);
        error = EnsureUpperCurrent(ref node, Replica.NoContent, changes);
        if (error != Errno.Ok)
        {
            return error;
        }

        using (EnterSettled(ref node))
        {
            error = LocateLocked(node, out FileFd directory, out ReadOnlySpan<byte> where);
            ForgetInheritanceLocked(node);
            return error != Errno.Ok ? error : Sys.LRemoveXattr(directory, where, onDisk);
        }
    }

    /// <summary>Whether an xattr is a mark of fuse-overlayfs or keeps attributes, which users neither see nor set where they count.</summary>
    private bool IsForeignMark(ReadOnlySpan<byte> name) =>
        (options.FuseOverlayMarks && name.StartsWith(FuseOverlayMarks.Prefix)) || (store.Kept is not null && StatOverride.IsPrivate(name));

    /// <summary>The name on the upper's disk of an xattr as a user of the mount names it.</summary>
    private ReadOnlySpan<byte> NameOnDisk(ReadOnlySpan<byte> shown, Span<byte> buffer) => xattrs.ToDisk(shown, store.Kept, buffer);

    private Errno ListAllXattrs(UnionNode node, Span<byte> list, out int length)
    {
        lock (gate)
        {
            node = CurrentLocked(node);
            if (!node.IsInUpper)
            {
                return lower.ListXattrs(node.Lower, list, out length);
            }

            length = 0;
            Errno error = LocateLocked(node, out FileFd directory, out ReadOnlySpan<byte> where);
            return error != Errno.Ok ? error : xattrs.List(directory, where, store.Kept, list, out length, options.FuseOverlayMarks);
        }
    }

    private static void ForgetInheritanceLocked(UnionNode node)
    {
        if (node is { IsDirectory: true, Upper: { } upper })
        {
            upper.Inherits = Inheritance.Unknown;
        }
    }
}
