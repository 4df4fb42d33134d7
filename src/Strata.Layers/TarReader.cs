using Strata.Linux;

namespace Strata.Layers;

/// <summary>
/// Reads the members of a tar, v7, POSIX ustar and pax, star and GNU, from a feed, and passes everything but the contents
/// of objects on to a sink, so that the tar can be put together again byte for byte. Names stay bytes.
/// </summary>
/// <param name="feed">The bytes of the tar, or of a recipe's structure.</param>
/// <param name="structure">Takes every byte that is not an object's content, in order; or null.</param>
/// <param name="objectsElsewhere">The feed is a recipe's structure: contents of objects are not in it.</param>
internal sealed class TarReader(ByteFeed feed, SpanSink? structure, bool objectsElsewhere)
{
    private const int MaxExtendedHeader = 1 << 20; // as Go's archive/tar, which every engine uses

    private readonly PaxAttributes pax = new();
    private byte[]? longName;
    private byte[]? longLink;
    private Timestamp? globalModified;
    private long? globalUid;
    private long? globalGid;
    private long contentLeft;
    private int padding;

    /// <summary>The member that <see cref="Next"/> found.</summary>
    public TarMember Member { get; } = new();

    /// <summary>Members found so far.</summary>
    public int Count { get; private set; }

    /// <summary>Moves to the next member, whose predecessor's content was taken whole. False: the end, and the feed is empty.</summary>
    /// <exception cref="LayerException">The tar is malformed.</exception>
    public bool Next()
    {
        if (contentLeft != 0)
        {
            throw new InvalidOperationException("the content of the member was not taken");
        }

        TakePadding();
        pax.Clear();
        longName = longLink = null;
        while (!feed.IsAtEnd)
        {
            ReadOnlySpan<byte> block = Take(TarHeader.BlockSize, "a header");
            TarHeader header = new(block);
            if (header.IsAllZero)
            {
                TakeEnd();
                return false;
            }

            if (!header.HasValidChecksum())
            {
                throw new LayerException($"the tar is malformed: no valid header at byte {feed.Taken - TarHeader.BlockSize}{After}");
            }

            if (!TryTakeExtended(header))
            {
                TakeMember(header);
                Count++;
                return true;
            }
        }

        return longName is null && longLink is null && !HasPax
            ? false
            : throw new LayerException($"the tar is malformed: it ends after an extended header{After}");
    }

    /// <summary>The whole content of a member without an object. Valid until the next call.</summary>
    public ReadOnlySpan<byte> TakeContent()
    {
        int size = (int)contentLeft;
        contentLeft = 0;
        return size == 0 ? default : Take(size, "a content");
    }

    /// <summary>The content of an object in one piece, for at most <see cref="ByteFeed.MaxTake"/> bytes. Valid until the next call.</summary>
    public ReadOnlySpan<byte> TakeObject()
    {
        int size = (int)contentLeft;
        contentLeft = 0;
        return feed.TryTake(size, out ReadOnlySpan<byte> content) ? content : throw Truncated("a content");
    }

    /// <summary>The next piece of an object's content; empty when it has all been taken. Valid until the next call.</summary>
    public ReadOnlySpan<byte> TakeObjectPiece()
    {
        if (contentLeft == 0)
        {
            return default;
        }

        ReadOnlySpan<byte> piece = feed.TakeSome(contentLeft);
        contentLeft -= piece.Length;
        return piece.IsEmpty ? throw Truncated("a content") : piece;
    }

    private bool HasPax => pax.Path is not null || pax.LinkTarget is not null || pax.Size is not null;

    private string After => Count == 0 ? "" : $", after {Member.Shown}";

    private ReadOnlySpan<byte> Take(int count, string what)
    {
        if (!feed.TryTake(count, out ReadOnlySpan<byte> bytes))
        {
            throw Truncated(what);
        }

        structure?.Invoke(bytes);
        return bytes;
    }

    private LayerException Truncated(string what) => new($"the tar is cut off within {what}{After}");

    // A tar may end within the padding of its last content: `umoci insert` writes such, Go's archive/tar, which every
    // engine uses, takes it.
    private void TakePadding()
    {
        int count = padding;
        padding = 0;
        if (count > 0)
        {
            bool whole = feed.TryTake(count, out ReadOnlySpan<byte> bytes);
            structure?.Invoke(whole ? bytes : feed.LastShort);
        }
    }

    // After two blocks of zeros programs append what they like, mostly more zeros up to a record of 10 KiB.
    private void TakeEnd()
    {
        if (!feed.IsAtEnd && feed.TryTake(TarHeader.BlockSize, out ReadOnlySpan<byte> second))
        {
            structure?.Invoke(second);
            if (!new TarHeader(second).IsAllZero)
            {
                throw new LayerException($"the tar is malformed: one block of zeros and then more at byte {feed.Taken - TarHeader.BlockSize}{After}");
            }
        }
        else if (feed.LastShort.Length > 0)
        {
            structure?.Invoke(feed.LastShort);
        }

        while (!feed.IsAtEnd)
        {
            ReadOnlySpan<byte> rest = feed.TakeSome(ByteFeed.MaxTake);
            structure?.Invoke(rest);
        }
    }

    private bool TryTakeExtended(TarHeader header)
    {
        byte type = header.TypeFlag;
        if (type is not ((byte)'x' or (byte)'g' or (byte)'L' or (byte)'K'))
        {
            return false;
        }

        if (!header.TryGetSize(out long size) || size is < 0 or > MaxExtendedHeader)
        {
            throw new LayerException($"the tar is malformed: an extended header of more than {MaxExtendedHeader} bytes{After}");
        }

        ReadOnlySpan<byte> content = size == 0 ? default : Take((int)size, "an extended header");
        switch (type)
        {
            case (byte)'L':
                longName = UpToNul(content).ToArray();
                break;
            case (byte)'K':
                longLink = UpToNul(content).ToArray();
                break;
            case (byte)'x':
                RequirePax(pax, content);
                break;
            default:
                TakeGlobal(content);
                break;
        }

        Take(PaddingOf(size), "the padding of an extended header");
        return true;
    }

    private void RequirePax(PaxAttributes attributes, ReadOnlySpan<byte> content)
    {
        if (!attributes.TryAdd(content))
        {
            throw new LayerException($"the tar is malformed: a pax header that does not follow its format{After}");
        }
    }

    private void TakeGlobal(ReadOnlySpan<byte> content)
    {
        PaxAttributes global = new();
        RequirePax(global, content);
        if (global.Path is not null || global.LinkTarget is not null || global.Size is not null || global.IsSparse || global.Xattrs.Count > 0)
        {
            throw new LayerException($"a global pax header gives all entries the same path, link target, size or attribute{After}: refused");
        }

        globalModified = global.Modified ?? globalModified;
        globalUid = global.Uid ?? globalUid;
        globalGid = global.Gid ?? globalGid;
    }

    private void TakeMember(TarHeader header)
    {
        TarMember member = Member;
        member.Path = longName ?? pax.Path ?? JoinPrefix(header);
        member.LinkTarget = longLink ?? pax.LinkTarget ?? header.LinkName.ToArray();
        member.TypeFlag = header.TypeFlag == TarMember.OldFile && member.Path.AsSpan().EndsWith("/"u8) ? TarMember.Directory : header.TypeFlag;
        if (member.TypeFlag == 'S' || pax.IsSparse)
        {
            throw new LayerException($"{member.Shown}: sparse entries are not supported; make the layer's tar without --sparse");
        }

        bool isValid = header.TryGetSize(out long size);
        isValid &= header.TryGetMode(out long mode) & header.TryGetUid(out long uid) & header.TryGetGid(out long gid);
        isValid &= header.TryGetModified(out long modified);
        long major = 0;
        long minor = 0;
        if (member.TypeFlag is TarMember.CharDevice or TarMember.BlockDevice)
        {
            isValid &= header.TryGetMajor(out major) & header.TryGetMinor(out minor);
        }

        // Only files have a content; what others say in the field, hard links above all, means nothing.
        size = member.IsFile ? pax.Size ?? size : 0;
        if (!isValid || size < 0)
        {
            throw new LayerException($"{member.Shown}: a number in its tar header is malformed");
        }

        member.Mode = mode;
        member.Uid = pax.Uid ?? globalUid ?? uid;
        member.Gid = pax.Gid ?? globalGid ?? gid;
        member.Size = size;
        member.Modified = pax.Modified ?? globalModified ?? new Timestamp(modified, 0);
        member.Major = major;
        member.Minor = minor;
        member.Xattrs = pax.Xattrs;
        padding = PaddingOf(size);
        contentLeft = member.HasObject && objectsElsewhere ? 0 : size;
    }

    private static byte[] JoinPrefix(TarHeader header)
    {
        ReadOnlySpan<byte> prefix = header.Prefix;
        return prefix.IsEmpty ? header.Name.ToArray() : [.. prefix, (byte)'/', .. header.Name];
    }

    private static ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }

    private static int PaddingOf(long size) => (int)(-size & (TarHeader.BlockSize - 1));
}
