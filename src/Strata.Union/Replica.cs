using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>Copies an inode of the lower into the work folder: content, owner, permissions, xattrs, marks, times, in this order.</summary>
internal static class Replica
{
    /// <summary>For <c>keep</c>: the content stays below.</summary>
    internal const long NoContent = -1;

    internal static Errno Stage(Lower lower, LowerId source, FileFd staging, ReadOnlySpan<byte> name, long keep, bool keepsOrigin, UnionOptions options, StatStore store, Func<bool>? mustStop, out Staged staged)
    {
        staged = default;
        Errno error = lower.GetAttributes(source, out FileStat stat);
        FileFd file = default;
        if (error == Errno.Ok)
        {
            error = Make(lower, source, stat, staging, name, store, out file);
        }

        using (file)
        {
            bool isShared = false;
            bool hollow = keep == NoContent && options.LeavesContent && stat.IsRegular && stat.Size > 0;
            long length = keep == NoContent ? (long)stat.Size : Math.Min(keep, (long)stat.Size);
            if (error == Errno.Ok && stat.IsRegular && stat.Size > 0 && !hollow)
            {
                error = CopyContent(lower, source, file, length, mustStop, out isShared);
            }

            if (error == Errno.Ok)
            {
                error = store.Own(staging, name, stat);
            }

            if (error == Errno.Ok)
            {
                error = CopyXattrs(lower, source, staging, name, options.Xattrs, store.Kept);
            }

            UpperMarks marks = UpperMarks.Known;
            // A file with several names becomes several files, unless an index keeps them together: none of them is the one below.
            if (error == Errno.Ok && (keepsOrigin || stat.Links == 1))
            {
                error = Mark(lower, source, staging, name, options.Xattrs, ref marks);
            }

            // Last, as overlayfs does: how much room for xattrs is left in an inode depends on their order.
            if (error == Errno.Ok && hollow && !MakeHollow(file, (long)stat.Size, options.Xattrs))
            {
                hollow = false;
                error = CopyContent(lower, source, file, length, mustStop, out isShared);

                // Once more: to be written took the file its capability.
                error = error == Errno.Ok ? CopyXattrs(lower, source, staging, name, options.Xattrs, store.Kept) : error;
            }

            marks |= hollow ? UpperMarks.Metacopy : UpperMarks.None;
            staged = new Staged(stat, marks);

            if (error == Errno.Ok)
            {
                error = Sys.UtimensAt(staging, name, stat.Accessed, stat.Modified);
            }

            // The content is on the disk before the rename that shows it: after a crash there is the lower's file or all of this.
            // Attributes alone need no wait for the disk, as in overlayfs: file systems write them in order.
            if (error == Errno.Ok && options.Durable && stat.IsRegular && stat.Size > 0 && !hollow && !isShared)
            {
                error = Sys.FSync(file);
            }
        }

        return error;
    }

    private static Errno Make(Lower lower, LowerId source, in FileStat stat, FileFd staging, ReadOnlySpan<byte> name, StatStore store, out FileFd file)
    {
        file = default;
        switch (stat.Mode & FileMode.TypeMask)
        {
            case FileMode.Regular:
                return Sys.OpenAt(staging, name, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.NoFollow, out file, store.Kept is null ? 0x180 : store.PermissionsFor(stat.Mode));
            case FileMode.Directory:
                return Sys.MkdirAt(staging, name, store.Kept is null ? 0x1C0 : store.PermissionsFor(stat.Mode));
            case FileMode.Symlink:
                Span<byte> target = stackalloc byte[PathText.MaxLength];
                Errno error = lower.ReadLink(source, target, out int length);
                return error != Errno.Ok ? error : Sys.SymlinkAt(target[..length], staging, name);
            default:
                return Sys.MknodAt(staging, name, store.NodeFor(stat.Mode), stat.Rdev);
        }
    }

    /// <summary>Gives a file its size and the mark that its content lies below. False where the file system has no such xattrs.</summary>
    private static bool MakeHollow(FileFd file, long size, OverlayXattrs own) =>
        Sys.FSetXattr(file, own.Metacopy, default) == Errno.Ok && Sys.FTruncate(file, size) == Errno.Ok;

    /// <summary>
    /// The first <paramref name="length"/> bytes of a file's content become the content of <paramref name="target"/>, which is
    /// all hole; of <paramref name="isShared"/> see <see cref="ContentCopy"/>.
    /// </summary>
    internal static Errno CopyContent(Lower lower, LowerId source, FileFd target, long length, Func<bool>? mustStop, out bool isShared)
    {
        isShared = false;
        Errno error = lower.Open(source, out FileFd from);
        if (error != Errno.Ok)
        {
            return error;
        }

        if (!from.IsOpen)
        {
            ReadOnlySpan<byte> content = lower.InlineContent(source);
            return Sys.PWriteAll(target, content[..(int)Math.Min(content.Length, length)], 0);
        }

        using (from)
        {
            return ContentCopy.Copy(from, target, length, mustStop, out isShared);
        }
    }

    private static Errno Mark(Lower lower, LowerId source, FileFd staging, ReadOnlySpan<byte> name, OverlayXattrs own, ref UpperMarks marks)
    {
        Span<byte> origin = stackalloc byte[OverlayHandle.MaxLength];
        Errno error = lower.GetOrigin(source, origin, out int length);
        if (error == Errno.Ok)
        {
            // Empty where the lower has no handles: a copy, of what is not known.
            error = Sys.LSetXattr(staging, name, own.Origin, origin[..length]);
            marks |= error == Errno.Ok ? UpperMarks.Origin : UpperMarks.None;
        }

        // No xattrs there, or none of user. on symlinks and devices: xattr(7).
        return error is Errno.EOPNOTSUPP or Errno.EPERM ? Errno.Ok : error;
    }

    private static Errno CopyXattrs(Lower lower, LowerId source, FileFd staging, ReadOnlySpan<byte> name, OverlayXattrs own, StatOverride? kept)
    {
        Errno error = lower.ListXattrs(source, default, out int length);
        if (error != Errno.Ok || length == 0)
        {
            return error == Errno.EOPNOTSUPP ? Errno.Ok : error;
        }

        byte[] list = new byte[length];
        error = lower.ListXattrs(source, list, out length);
        Span<byte> rest = list.AsSpan(0, error == Errno.Ok ? length : 0);
        Span<byte> onDisk = stackalloc byte[FileName.MaxLength];
        while (!rest.IsEmpty && error == Errno.Ok)
        {
            int end = rest.IndexOf((byte)0);
            ReadOnlySpan<byte> attribute = rest[..end];
            rest = rest[(end + 1)..];
            if (kept is not null && attribute.StartsWith("system.posix_acl_"u8))
            {
                continue;
            }

            error = lower.GetXattr(source, attribute, default, out int size);
            byte[] value = new byte[size];
            if (error == Errno.Ok && size > 0)
            {
                error = lower.GetXattr(source, attribute, value, out size);
            }

            if (error == Errno.Ok)
            {
                error = Sys.LSetXattr(staging, name, own.ToDisk(attribute, kept, onDisk), value.AsSpan(0, size));
                bool mustKeep = attribute.StartsWith("security."u8) || attribute.StartsWith("system.posix_acl_"u8);
                error = error == Errno.EOPNOTSUPP && !mustKeep ? Errno.Ok : error;
            }
        }

        return error;
    }
}
