using Strata.Linux;

namespace Strata.Layers;

/// <summary>
/// Turns members of a tar into entries of a layer, in order, and refuses what has no place in one.
/// </summary>
internal sealed class EntryReader
{
    private readonly LayerTree tree = new();

    /// <summary>
    /// The entry without its content, which the caller adds; or null for a member that says nothing about the tree: aufs
    /// kept files of its own in layers, <see cref="WhiteoutName.IsReserved"/>.
    /// </summary>
    /// <exception cref="LayerException">The member is refused; the message names it.</exception>
    public LayerEntry? Read(TarMember member)
    {
        if (member.Path.Length == 0)
        {
            throw new LayerException("an entry without a name");
        }

        if (!EntryPath.TryClean(member.Path, out byte[] path, out string reason))
        {
            throw new LayerException($"{member.Shown}: {reason}");
        }

        if (!TryReadWhiteout(path, member, out byte[] target, out EntryKind kind, out bool isSkipped))
        {
            return isSkipped ? null : ReadOrdinary(member, path);
        }

        tree.RequireParents(path, member.Shown);
        return new LayerEntry { Path = target, Kind = kind, Modified = member.Modified };
    }

    private static bool TryReadWhiteout(byte[] path, TarMember member, out byte[] target, out EntryKind kind, out bool isSkipped)
    {
        target = [];
        kind = default;
        isSkipped = false;
        ReadOnlySpan<byte> name = EntryPath.NameOf(path);
        ReadOnlySpan<byte> parent = EntryPath.ParentOf(path);
        for (ReadOnlySpan<byte> at = parent; !at.IsEmpty; at = EntryPath.ParentOf(at))
        {
            if (WhiteoutName.IsSpelled(EntryPath.NameOf(at)))
            {
                isSkipped = WhiteoutName.IsReserved(EntryPath.NameOf(at));
                return isSkipped ? false : throw new LayerException($"{member.Shown}: lies below a whiteout");
            }
        }

        if (!WhiteoutName.IsSpelled(name))
        {
            return false;
        }

        if (name.SequenceEqual(WhiteoutName.Opaque))
        {
            target = parent.ToArray();
            kind = EntryKind.Opaque;
            return true;
        }

        if (WhiteoutName.IsReserved(name))
        {
            isSkipped = true;
            return false;
        }

        ReadOnlySpan<byte> hidden = WhiteoutName.Hidden(name);
        if (hidden.IsEmpty || new FileName(hidden).IsDotOrDotDot)
        {
            throw new LayerException($"{member.Shown}: a whiteout of \"{PathText.Show(hidden)}\"");
        }

        target = parent.IsEmpty ? hidden.ToArray() : [.. parent, (byte)'/', .. hidden];
        kind = EntryKind.Whiteout;
        return true;
    }

    private LayerEntry ReadOrdinary(TarMember member, byte[] path)
    {
        EntryKind kind = KindOf(member);
        if (path.Length == 0 && kind != EntryKind.Directory)
        {
            throw new LayerException($"{member.Shown}: the root is a directory and nothing else");
        }

        if (member.Uid is < 0 or >= uint.MaxValue || member.Gid is < 0 or >= uint.MaxValue)
        {
            throw new LayerException($"{member.Shown}: owner {member.Uid}:{member.Gid} is out of range");
        }

        tree.RequireParents(path, member.Shown);
        byte[] target = LinkTargetOf(member, path, kind);
        tree.Add(path, kind);
        return new LayerEntry
        {
            Path = path,
            Kind = kind,
            Permissions = (uint)member.Mode & Linux.FileMode.PermissionMask,
            Uid = (uint)member.Uid,
            Gid = (uint)member.Gid,
            Modified = member.Modified,
            Device = DeviceOf(member, kind),
            LinkTarget = target,
            Size = member.Size,
            Xattrs = VisibleXattrs(member),
        };
    }

    private static EntryKind KindOf(TarMember member) => member.TypeFlag switch
    {
        TarMember.OldFile or TarMember.File or TarMember.ContiguousFile => EntryKind.File,
        TarMember.HardLink => EntryKind.HardLink,
        TarMember.Symlink => EntryKind.Symlink,
        TarMember.CharDevice => EntryKind.CharDevice,
        TarMember.BlockDevice => EntryKind.BlockDevice,
        TarMember.Directory => EntryKind.Directory,
        TarMember.Fifo => EntryKind.Fifo,
        byte other => throw new LayerException($"{member.Shown}: tar entries of type '{PathText.Show([other])}' have no place in a layer"),
    };

    private byte[] LinkTargetOf(TarMember member, byte[] path, EntryKind kind)
    {
        if (kind == EntryKind.Symlink)
        {
            return member.LinkTarget.Length is > 0 and < PathText.MaxLength
                ? member.LinkTarget
                : throw new LayerException($"{member.Shown}: a symlink whose target has {member.LinkTarget.Length} bytes");
        }

        if (kind != EntryKind.HardLink)
        {
            return [];
        }

        if (!EntryPath.TryClean(member.LinkTarget, out byte[] target, out string reason))
        {
            throw new LayerException($"{member.Shown}: hard link to {PathText.Show(member.LinkTarget)}: {reason}");
        }

        tree.RequireLinkTarget(path, target, member.Shown);
        return target;
    }

    private static DeviceNumber DeviceOf(TarMember member, EntryKind kind)
    {
        if (kind is not (EntryKind.CharDevice or EntryKind.BlockDevice))
        {
            return default;
        }

        // 0:0 is what overlayfs takes for a whiteout: it would hide a file without being spelled as one.
        if (member.Major is < 0 or > 0xfff || member.Minor is < 0 or > 0xfffff
            || (kind == EntryKind.CharDevice && member.Major == 0 && member.Minor == 0))
        {
            throw new LayerException($"{member.Shown}: device {member.Major}:{member.Minor} has no place in a layer");
        }

        return new DeviceNumber((uint)member.Major, (uint)member.Minor);
    }

    // overlayfs's own attributes would let a layer show any object of the store under its names; every engine drops them.
    private static IReadOnlyList<Xattr> VisibleXattrs(TarMember member)
    {
        foreach (Xattr xattr in member.Xattrs)
        {
            if (IsOverlay(xattr))
            {
                return [.. member.Xattrs.Where(x => !IsOverlay(x))];
            }
        }

        return member.Xattrs;
    }

    private static bool IsOverlay(Xattr xattr) =>
        xattr.Name.Span.StartsWith("trusted.overlay."u8) || xattr.Name.Span.StartsWith("user.overlay."u8);
}
