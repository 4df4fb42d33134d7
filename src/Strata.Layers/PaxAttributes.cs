using System.Buffers.Text;
using System.Text;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>
/// What a pax extended header says, as far as images need it: POSIX pax, "pax Extended Header", with xattrs as star
/// (SCHILY.xattr.NAME) and libarchive (LIBARCHIVE.xattr.NAME) write them. Other keywords say nothing about the tree.
/// </summary>
internal sealed class PaxAttributes
{
    private const int MaxXattrs = 1024;
    private readonly List<Xattr> xattrs = [];
    private bool hasSchily;

    public byte[]? Path { get; private set; }

    public byte[]? LinkTarget { get; private set; }

    public long? Size { get; private set; }

    public long? Uid { get; private set; }

    public long? Gid { get; private set; }

    public Timestamp? Modified { get; private set; }

    public bool IsSparse { get; private set; }

    public IReadOnlyList<Xattr> Xattrs => xattrs.Count == 0 ? [] : xattrs.ToArray();

    /// <summary>Forgets everything, for the next member.</summary>
    public void Clear()
    {
        xattrs.Clear();
        hasSchily = IsSparse = false;
        Path = LinkTarget = null;
        Size = Uid = Gid = null;
        Modified = null;
    }

    /// <summary>Reads records "LENGTH KEY=VALUE\n"; later ones replace earlier ones. False: malformed.</summary>
    public bool TryAdd(ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
        {
            if (!Utf8Parser.TryParse(records, out int length, out int digits)
                || length <= digits + 2 || length > records.Length
                || records[digits] != ' ' || records[length - 1] != '\n')
            {
                return false;
            }

            ReadOnlySpan<byte> record = records[(digits + 1)..(length - 1)];
            int equals = record.IndexOf((byte)'=');
            if (equals < 1 || !TrySet(record[..equals], record[(equals + 1)..]))
            {
                return false;
            }

            records = records[length..];
        }

        return true;
    }

    private bool TrySet(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.StartsWith("SCHILY.xattr."u8))
        {
            return TryAddXattr(key["SCHILY.xattr.".Length..].ToArray(), value.ToArray(), isSchily: true);
        }

        if (key.StartsWith("LIBARCHIVE.xattr."u8))
        {
            return TryAddEncodedXattr(key["LIBARCHIVE.xattr.".Length..], value);
        }

        if (key.StartsWith("GNU.sparse."u8))
        {
            IsSparse = true;
            return true;
        }

        // An empty value takes back what a global header said, which here is never more than the member's own fields.
        return value.IsEmpty || TrySetField(key, value);
    }

    private bool TrySetField(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("path"u8))
        {
            Path = value.ToArray();
            return !value.Contains((byte)0);
        }

        if (key.SequenceEqual("linkpath"u8))
        {
            LinkTarget = value.ToArray();
            return !value.Contains((byte)0);
        }

        if (key.SequenceEqual("size"u8))
        {
            bool isNumber = TryInteger(value, out long number);
            Size = number;
            return isNumber;
        }

        if (key.SequenceEqual("uid"u8))
        {
            bool isNumber = TryInteger(value, out long number);
            Uid = number;
            return isNumber;
        }

        if (key.SequenceEqual("gid"u8))
        {
            bool isNumber = TryInteger(value, out long number);
            Gid = number;
            return isNumber;
        }

        if (key.SequenceEqual("mtime"u8))
        {
            bool isTime = PaxTime.TryParse(value, out Timestamp time);
            Modified = time;
            return isTime;
        }

        return true;
    }

    // "Decimal digits"; a negative one fits no field.
    private static bool TryInteger(ReadOnlySpan<byte> value, out long number) =>
        Utf8Parser.TryParse(value, out number, out int used) && used == value.Length && number >= 0;

    private bool TryAddXattr(byte[] name, byte[] value, bool isSchily)
    {
        const int MaxName = 255; // XATTR_NAME_MAX
        const int MaxValue = 65536; // XATTR_SIZE_MAX
        if (name.Length is 0 or > MaxName || value.Length > MaxValue || name.Contains((byte)0) || xattrs.Count == MaxXattrs)
        {
            return false;
        }

        int known = xattrs.FindIndex(x => x.Name.Span.SequenceEqual(name));
        if (known < 0)
        {
            xattrs.Add(new Xattr(name, value));
        }
        else if (isSchily || !hasSchily)
        {
            xattrs[known] = new Xattr(name, value);
        }

        hasSchily |= isSchily;
        return true;
    }

    // libarchive writes both forms; its own has the name as in a URL and the value in base64, mostly without padding.
    private bool TryAddEncodedXattr(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        string text = Encoding.ASCII.GetString(value.TrimEnd((byte)'='));
        Span<byte> decoded = new byte[(text.Length * 3 / 4) + 3];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), decoded, out int length)
            && TryAddXattr(System.Net.WebUtility.UrlDecodeToBytes(name.ToArray(), 0, name.Length)!, decoded[..length].ToArray(), isSchily: false);
    }
}
