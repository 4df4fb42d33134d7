using System.Buffers;
using Strata.Linux;

namespace Strata.Union;

/// <summary>Finds out which marks a file has by one call: the list of its xattrs.</summary>
public sealed partial class OverlayXattrs
{
    private const int UsualList = 1024;

    /// <summary>The marks of a file of the upper, which is no directory.</summary>
    internal Errno ReadMarks(FileFd directory, ReadOnlySpan<byte> name, out UpperMarks marks)
    {
        marks = UpperMarks.Known;
        Span<byte> list = stackalloc byte[UsualList];
        Errno error = Sys.LListXattr(directory, name, list, out int length);
        if (error == Errno.ERANGE)
        {
            byte[] longer = ArrayPool<byte>.Shared.Rent(64 * 1024); // XATTR_LIST_MAX.
            error = Sys.LListXattr(directory, name, longer, out length);
            marks |= error == Errno.Ok ? MarksIn(longer.AsSpan(0, length)) : default;
            ArrayPool<byte>.Shared.Return(longer);
            return error;
        }

        if (error == Errno.Ok)
        {
            marks |= MarksIn(list[..length]);
        }

        return error == Errno.EOPNOTSUPP ? Errno.Ok : error;
    }

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
                    : UpperMarks.None;
            }
        }

        return marks;
    }
}
