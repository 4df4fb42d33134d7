using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// How overlayfs names an inode of a layer on disk, in the xattrs <c>origin</c> and <c>upper</c> and, as hexadecimal digits, in
/// the names of the index: <c>struct ovl_fb</c> of fs/overlayfs/overlayfs.h. Five bytes (version 0, magic 0xfb, length of all,
/// flags, type of the handle), the uuid of the file system, the handle of name_to_handle_at(2).
/// </summary>
internal readonly ref struct OverlayHandle
{
    internal const int HeaderLength = 5 + Sys.UuidLength;

    /// <summary>Bytes of the longest one.</summary>
    internal const int MaxLength = HeaderLength + Sys.MaxHandleLength;

    private const byte Magic = 0xfb;
    private const byte BigEndian = 1; // Not of this machine.
    private const byte PathUpper = 4;
    private const byte KnownFlags = 7;

    private OverlayHandle(ReadOnlySpan<byte> bytes)
    {
        Uuid = bytes.Slice(5, Sys.UuidLength);
        Handle = bytes[HeaderLength..];
        Type = bytes[4];
    }

    /// <summary>The uuid of the file system, zero where it has none.</summary>
    internal ReadOnlySpan<byte> Uuid { get; }

    /// <summary>The handle.</summary>
    internal ReadOnlySpan<byte> Handle { get; }

    /// <summary>The type of the handle.</summary>
    internal byte Type { get; }

    /// <summary>Reads one. False: it is damaged, or of a kind that says nothing here.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> bytes, out OverlayHandle handle)
    {
        handle = default;
        if (bytes.Length < HeaderLength || bytes[0] != 0 || bytes[1] != Magic || bytes[2] < HeaderLength || bytes[2] > bytes.Length
            || (bytes[3] & (BigEndian | ~KnownFlags)) != 0)
        {
            return false;
        }

        handle = new OverlayHandle(bytes[..bytes[2]]);
        return true;
    }

    /// <summary>Writes one, and gives its length.</summary>
    internal static int Write(Span<byte> into, ReadOnlySpan<byte> uuid, int type, ReadOnlySpan<byte> handle, bool inUpper)
    {
        int length = HeaderLength + handle.Length;
        into[0] = 0;
        into[1] = Magic;
        into[2] = (byte)length;
        into[3] = inUpper ? PathUpper : (byte)0;
        into[4] = (byte)type;
        uuid.CopyTo(into[5..]);
        handle.CopyTo(into[HeaderLength..]);
        return length;
    }
}
