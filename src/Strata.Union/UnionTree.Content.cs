using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// Files of which only the attributes lie in the upper, and the content in the lower (metacopy): what they are found by, and
/// how their content follows when it is first written. On disk such a file has its whole size, as a hole, and a mark; the
/// content is copied into the hole, and then it loses the mark.
/// </summary>
public sealed partial class UnionTree
{
    private static readonly byte[] Capability = "security.capability"u8.ToArray();

    /// <summary>Files whose content is on its way, with the attributes that they had before. Guarded by the gate.</summary>
    private readonly Dictionary<UnionNode, FileStat> moving = [];

    /// <summary>What a metacopy looks like at the least: less space than content. (Small ones, and ones with large xattrs, do not.)</summary>
    private static bool LooksHollow(in FileStat stat) => stat.IsRegular && stat.Blocks * 512 < stat.Size;

    /// <summary>Finds out where a file's content lies; a file found in a directory that is not impure is looked at only when it is opened.</summary>
    private Errno KnowContentLocked(UnionNode node)
    {
        if (node.Upper is not { HasContent: false } upper || !node.IsRegular || !node.Lower.IsNone)
        {
            return Errno.Ok;
        }

        Errno error = Errno.Ok;
        if ((upper.Marks & UpperMarks.Known) == 0)
        {
            error = LocateLocked(node, out FileFd directory, out ReadOnlySpan<byte> name);
            error = error == Errno.Ok ? xattrs.ReadMarks(directory, name, out upper.Marks) : error;
        }

        return error == Errno.Ok ? FindContentLocked(node) : error;
    }

    /// <summary>Finds the content of a file whose marks are known.</summary>
    /// <returns>EPERM: metacopies are not followed; EIO: the lower has no such file; ESTALE: the file there is another one.</returns>
    private Errno FindContentLocked(UnionNode node)
    {
        UpperState upper = node.Upper!;
        if ((upper.Marks & UpperMarks.Metacopy) == 0)
        {
            upper.HasContent = true;
            return Errno.Ok;
        }

        if (node.ParentNode is not { } parent || !options.LeavesContent)
        {
            return node.ParentNode is null ? Errno.EIO : Errno.EPERM;
        }

        Errno error = LocateLocked(node, out FileFd directory, out ReadOnlySpan<byte> name);
        if (error != Errno.Ok)
        {
            return error;
        }

        if ((upper.Marks & UpperMarks.Redirect) != 0)
        {
            error = xattrs.ReadRedirect(directory, name, out upper.Redirect);
        }

        if (error != Errno.Ok)
        {
            return error;
        }

        error = FindBelowLocked(parent, upper.Redirect ?? node.Bytes, isDirectory: false, out LowerId below, out FileStat stat);
        node.Lower = below;
        if (error == Errno.Ok && options.Index == IndexMode.On && (upper.Marks & UpperMarks.Origin) != 0)
        {
            Span<byte> origin = stackalloc byte[OverlayHandle.MaxLength];
            bool isOf = Sys.LGetXattr(directory, name, xattrs.Origin, origin, out int length) == Errno.Ok
                && (length == 0 || (lower.TryFindOrigin(origin[..length], out ulong ino) && ino == stat.Ino));
            error = isOf ? Errno.Ok : Errno.ESTALE;
        }

        return error == Errno.ENOENT ? Errno.EIO : error;
    }

    /// <summary>Brings a file's content into the upper, of which its attributes are there already. With the file's copy-up lock.</summary>
    private Errno CopyUpContent(UnionNode node, long keep, Func<bool>? mustStop)
    {
        UpperState upper = node.Upper!;
        FileFd target;
        FileStat before;
        lock (gate)
        {
            Errno known = KnowContentLocked(node);
            if (known != Errno.Ok || upper.HasContent || !node.IsRegular)
            {
                return known;
            }

            known = OpenUpperLocked(node, OpenFlags.ReadWrite | OpenFlags.NonBlocking, out target);
            known = known == Errno.Ok ? Sys.FStat(target, out before) : StatOf(known, out before);
            if (known != Errno.Ok)
            {
                target.Dispose();
                return known;
            }

            moving.Add(node, before);
        }

        using (target)
        {
            byte[]? capability = ReadCapability(target);
            long length = Math.Min(keep, (long)before.Size);
            Errno error = Replica.CopyContent(lower, node.Lower, target, length, mustStop, out bool isShared);
            if (error == Errno.Ok && length < (long)before.Size)
            {
                error = Sys.FTruncate(target, length);
            }

            if (error == Errno.Ok && options.Durable && !isShared)
            {
                // Before the mark goes: after a crash there is the lower's content or all of this.
                error = Sys.FSync(target);
            }

            lock (gate)
            {
                error = error == Errno.Ok ? Sys.FRemoveXattr(target, xattrs.Metacopy) : error;
                if (error is Errno.Ok or Errno.ENODATA)
                {
                    upper.HasContent = true;
                    upper.Marks &= ~UpperMarks.Metacopy;
                }
                else
                {
                    // A hole again, so that nothing is left of it.
                    _ = Sys.FTruncate(target, 0);
                    _ = Sys.FTruncate(target, (long)before.Size);
                }

                // Copying is no change of the content, though the file system took it for one, which clears this xattr.
                _ = capability is null ? Errno.Ok : Sys.FSetXattr(target, Capability, capability);
                _ = Sys.UtimensAt(target, default, before.Accessed, before.Modified);
                moving.Remove(node);
            }

            return error == Errno.ENODATA ? Errno.Ok : error;
        }
    }

    /// <summary>Takes the gate to change attributes of what a node is by now, when no content is on its way whose end puts back those it found.</summary>
    private Lock.Scope EnterSettled(ref UnionNode node)
    {
        while (true)
        {
            Lock.Scope scope = gate.EnterScope();
            node = CurrentLocked(node);
            if (moving.Count == 0 || !moving.ContainsKey(node))
            {
                return scope;
            }

            scope.Dispose();
            lock (CopyLockOf(node))
            {
                // Whoever holds it during the copy has let go.
            }
        }
    }

    /// <summary>
    /// Says on disk where the content of a file lies that is about to be moved or to get another name: by its name beside the
    /// new one, or by its path. EXDEV: there is no room to say it, and the content must come into the upper.
    /// </summary>
    private Errno MarkContentLocked(UnionNode node, bool sameParent)
    {
        if (!node.HasContentBelow)
        {
            return Errno.Ok;
        }

        UpperState upper = node.Upper!;
        if (upper.Redirect is { } old && (sameParent || old[0] == (byte)'/'))
        {
            return Errno.Ok;
        }

        if (node.ParentNode is null)
        {
            return Errno.EXDEV;
        }

        // Names of one file lie anywhere, and all of them share what is said here.
        bool byName = sameParent && lower.GetAttributes(node.Lower, out FileStat below) == Errno.Ok && below.Links == 1;
        byte[] redirect = byName ? node.Bytes : LowerPathLocked(node);
        Errno error = LocateLocked(node, out FileFd directory, out ReadOnlySpan<byte> name);
        error = error == Errno.Ok ? Sys.LSetXattr(directory, name, xattrs.Redirect, redirect) : error;
        if (error != Errno.Ok)
        {
            return Errno.EXDEV;
        }

        upper.Redirect = redirect;
        upper.Marks |= UpperMarks.Redirect;
        return Errno.Ok;
    }

    private static byte[]? ReadCapability(FileFd file)
    {
        const int Longest = 24; // struct vfs_ns_cap_data.
        byte[] value = new byte[Longest];
        return Sys.FGetXattr(file, Capability, value, out int length) == Errno.Ok ? value[..length] : null;
    }

    private static Errno StatOf(Errno error, out FileStat stat)
    {
        stat = default;
        return error;
    }
}
