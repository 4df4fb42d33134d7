using System.Buffers;
using Strata.Linux;

namespace Strata.Union;

/// <summary>Finds out which marks a file has by one call: the list of its xattrs.</summary>
public sealed partial class OverlayXattrs
{
    private const int UsualList = 1024;

    /// <summary>The marks of a file of the upper.</summary>
    internal Errno ReadMarks(FileFd directory, ReadOnlySpan<byte> name, out UpperMarks marks) =>
        ReadMarks(directory, name, isOpen: false, mayHide: false, out marks);

    /// <summary>The marks of an open directory of the upper.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="mayHide">Whether anything may lie below its name that an opaque one would hide; otherwise nobody asks, unless it has a redirect.</param>
    /// <param name="marks">The marks.</param>
    internal Errno ReadMarks(FileFd directory, bool mayHide, out UpperMarks marks) => ReadMarks(directory, default, isOpen: true, mayHide, out marks);

    /// <summary>The redirect of a file, see below.</summary>
    internal Errno ReadRedirect(FileFd directory, ReadOnlySpan<byte> name, out byte[]? redirect) =>
        ReadRedirect(directory, name, isOpen: false, out redirect);

    /// <summary>The redirect of an open directory, see below.</summary>
    internal Errno ReadRedirect(FileFd directory, out byte[]? redirect) => ReadRedirect(directory, default, isOpen: true, out redirect);

    private Errno ReadMarks(FileFd directory, ReadOnlySpan<byte> name, bool isOpen, bool mayHide, out UpperMarks marks)
    {
        marks = UpperMarks.Known;
        Span<byte> list = stackalloc byte[UsualList];
        Errno error = ListNames(directory, name, isOpen, list, out int length);
        if (error == Errno.ERANGE)
        {
            byte[] longer = ArrayPool<byte>.Shared.Rent(64 * 1024); // XATTR_LIST_MAX.
            error = ListNames(directory, name, isOpen, longer, out length);
            marks |= error == Errno.Ok ? MarksIn(longer.AsSpan(0, length)) : default;
            ArrayPool<byte>.Shared.Return(longer);
        }
        else if (error == Errno.Ok)
        {
            marks |= MarksIn(list[..length]);
        }

        if (error == Errno.Ok && (marks & UpperMarks.Opaque) != 0)
        {
            marks = (marks & ~UpperMarks.Opaque) | (mayHide || (marks & UpperMarks.Redirect) != 0 ? ReadOpaque(directory, name, isOpen) : UpperMarks.None);
        }

        return error == Errno.EOPNOTSUPP ? Errno.Ok : error;
    }

    /// <summary>
    /// A redirect: a name, or a path with a leading slash; null where there is none. EINVAL: it is neither; EACCES: it leaves
    /// the lower by "..". As the kernel answers.
    /// </summary>
    private Errno ReadRedirect(FileFd directory, ReadOnlySpan<byte> name, bool isOpen, out byte[]? redirect)
    {
        redirect = null;
        Span<byte> value = stackalloc byte[PathText.MaxLength];
        Errno error = GetValue(directory, name, isOpen, Redirect, value, out int length);
        if (error != Errno.Ok)
        {
            return error is Errno.ENODATA or Errno.EOPNOTSUPP ? Errno.Ok : error == Errno.ERANGE ? Errno.EINVAL : error;
        }

        // The kernel reads a string of C.
        ReadOnlySpan<byte> found = value[..length];
        int end = found.IndexOf((byte)0);
        found = end < 0 ? found : found[..end];
        bool isAbsolute = found.StartsWith("/"u8);
        if (found.IsEmpty || (isAbsolute ? found.EndsWith("/"u8) || found.IndexOf("//"u8) >= 0 : found.Contains((byte)'/')))
        {
            return Errno.EINVAL;
        }

        foreach (Range part in found.Split((byte)'/'))
        {
            if (new FileName(found[part]).IsDotOrDotDot)
            {
                return Errno.EACCES;
            }
        }

        redirect = found.ToArray();
        return Errno.Ok;
    }

    private UpperMarks ReadOpaque(FileFd directory, ReadOnlySpan<byte> name, bool isOpen)
    {
        Span<byte> value = stackalloc byte[1]; // A longer one does not count.
        return GetValue(directory, name, isOpen, Opaque, value, out int length) == Errno.Ok && length == 1
            ? value[0] switch { (byte)'y' => UpperMarks.Opaque, (byte)'x' => UpperMarks.XattrWhiteouts, _ => UpperMarks.None }
            : UpperMarks.None;
    }

    private static Errno ListNames(FileFd directory, ReadOnlySpan<byte> name, bool isOpen, Span<byte> list, out int length) =>
        isOpen ? Sys.FListXattr(directory, list, out length) : Sys.LListXattr(directory, name, list, out length);

    private static Errno GetValue(FileFd directory, ReadOnlySpan<byte> name, bool isOpen, byte[] attribute, Span<byte> value, out int length) =>
        isOpen ? Sys.FGetXattr(directory, attribute, value, out length) : Sys.LGetXattr(directory, name, attribute, value, out length);

    private UpperMarks MarksIn(ReadOnlySpan<byte> list)
    {
        UpperMarks marks = UpperMarks.None;
        while (!list.IsEmpty)
        {
            int end = list.IndexOf((byte)0);
            ReadOnlySpan<byte> name = end < 0 ? list : list[..end];
            list = end < 0 ? default : list[(end + 1)..];
            if (name.StartsWith(prefix))
            {
                marks |= name.SequenceEqual(Origin) ? UpperMarks.Origin
                    : name.SequenceEqual(Metacopy) ? UpperMarks.Metacopy
                    : name.SequenceEqual(Redirect) ? UpperMarks.Redirect
                    : name.SequenceEqual(NameCount) ? UpperMarks.CountsNames
                    : name.SequenceEqual(Impure) ? UpperMarks.Impure
                    : name.SequenceEqual(Opaque) ? UpperMarks.Opaque
                    : UpperMarks.None;
            }
        }

        return marks;
    }
}
