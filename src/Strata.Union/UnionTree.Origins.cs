using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// A copied-up file keeps the inode number that it has in the lower. It is found again by the file's <c>origin</c>, which is
/// looked for only in directories marked <c>impure</c>, as overlayfs does: in other directories it costs nothing.
/// </summary>
public sealed partial class UnionTree
{
    /// <summary>Whether files in a directory of the upper may be copies from the lower.</summary>
    private static bool IsImpure(UnionNode parent) => (parent.Upper!.Marks & UpperMarks.Impure) != 0;

    /// <summary>Says on disk that a directory is about to hold a copy from the lower.</summary>
    private Errno MarkImpureLocked(UnionNode parent, FileFd directory)
    {
        if (IsImpure(parent))
        {
            return Errno.Ok;
        }

        Errno error = Sys.FSetXattr(directory, xattrs.Impure, "y"u8);
        if (error == Errno.Ok)
        {
            parent.Upper!.Marks |= UpperMarks.Impure;
        }

        // Without xattrs there are no origins either.
        return error == Errno.EOPNOTSUPP ? Errno.Ok : error;
    }

    /// <summary>Whether a node is marked on disk as a copy, so that a directory that gets it becomes impure.</summary>
    private static bool HasOrigin(UnionNode node) =>
        node.IsDirectory ? !node.Lower.IsNone : node.Upper is { } upper && (upper.Marks & (UpperMarks.Origin | UpperMarks.Metacopy)) != 0;

    /// <summary>The number of a file found in the upper, which is no directory: its origin's where it has one.</summary>
    private Errno NumberInUpperLocked(UnionNode parent, FileFd directory, ReadOnlySpan<byte> name, ref ulong ino, out UpperMarks marks)
    {
        ulong own = ino;
        ino = numbers.Unique(upperPrefix, own);
        marks = UpperMarks.None;
        if (!IsImpure(parent))
        {
            return Errno.Ok;
        }

        Errno error = xattrs.ReadMarks(directory, name, out marks);

        // Where names are counted the lower's file has several, which without an index are other files by now.
        if (error == Errno.Ok && (marks & (UpperMarks.Origin | UpperMarks.CountsNames)) == UpperMarks.Origin)
        {
            Span<byte> origin = stackalloc byte[OverlayHandle.MaxLength];
            if (Sys.LGetXattr(directory, name, xattrs.Origin, origin, out int length) == Errno.Ok && lower.TryFindOrigin(origin[..length], out ulong below))
            {
                ino = below;
            }
        }

        return error;
    }
}
