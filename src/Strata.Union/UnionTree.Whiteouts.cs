using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>Whiteouts in the upper.</summary>
public sealed partial class UnionTree
{
    /// <summary>Whether what lies in a directory of the upper under a name is a whiteout.</summary>
    private bool IsWhiteoutLocked(UnionNode parent, FileFd directory, ReadOnlySpan<byte> name, in FileStat stat) => stat.IsWhiteout
        || (stat.IsRegular && stat.Size == 0 && (parent.Upper!.Marks & UpperMarks.XattrWhiteouts) != 0
            && Sys.LGetXattr(directory, name, xattrs.Whiteout, default, out _) == Errno.Ok);

    private bool IsWhiteoutLocked(UnionNode parent, FileFd directory, ReadOnlySpan<byte> name) =>
        Sys.StatAt(directory, name, out FileStat stat) == Errno.Ok && IsWhiteoutLocked(parent, directory, name, stat);

    /// <summary>Whether an entry may be a whiteout, by its d_type.</summary>
    private static bool MayBeWhiteout(UnionNode parent, byte type)
    {
        const byte Device = (byte)(FileMode.CharDevice >> 12);
        const byte File = (byte)(FileMode.Regular >> 12);
        return type is Device or 0 || (type == File && (parent.Upper!.Marks & UpperMarks.XattrWhiteouts) != 0);
    }

    /// <summary>Makes a whiteout that is not there yet, for a directory of the upper: in it, or staged.</summary>
    /// <param name="parent">The directory that it is for.</param>
    /// <param name="directory">The same, open.</param>
    /// <param name="into">Where it is made.</param>
    /// <param name="name">Its name there.</param>
    private Errno MakeWhiteoutLocked(UnionNode parent, FileFd directory, FileFd into, ReadOnlySpan<byte> name)
    {
        Errno error = work!.PrepareWhiteouts();
        error = error == Errno.Ok ? AllowXattrWhiteoutsLocked(parent, directory) : error;
        return error == Errno.Ok ? work.MakeWhiteout(into, name) : error;
    }

    /// <summary>Marks a directory that is to get whiteouts which nobody would look for otherwise.</summary>
    private Errno AllowXattrWhiteoutsLocked(UnionNode parent, FileFd directory)
    {
        if (work!.Whiteouts != WhiteoutKind.Xattr || (parent.Upper!.Marks & (UpperMarks.XattrWhiteouts | UpperMarks.Opaque)) != 0)
        {
            return Errno.Ok;
        }

        Errno error = Sys.FSetXattr(directory, xattrs.Opaque, "x"u8);
        parent.Upper.Marks |= error == Errno.Ok ? UpperMarks.XattrWhiteouts : UpperMarks.None;
        return error;
    }
}
