using System.Buffers;
using System.Globalization;
using System.Text;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>The records of a pax extended header that is written, <c>LENGTH KEY=VALUE\n</c>, in the order of their keys.</summary>
internal sealed class PaxRecords
{
    private readonly SortedDictionary<byte[], byte[]> records = new(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));

    /// <summary>Whether there is anything to write.</summary>
    public bool IsEmpty => records.Count == 0;

    /// <summary>Adds a record with a text as value.</summary>
    public void Add(string key, ReadOnlySpan<byte> value) => records[Encoding.ASCII.GetBytes(key)] = value.ToArray();

    /// <summary>Adds a record with a number as value.</summary>
    public void Add(string key, long value) => Add(key, Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Adds an extended attribute, in star's way, which every engine writes.</summary>
    public void Add(Xattr xattr) => records[[.. "SCHILY.xattr."u8, .. xattr.Name.Span]] = xattr.Value.ToArray();

    /// <summary>Adds a time: seconds, and a fraction as far as it is not zero.</summary>
    public void Add(string key, Timestamp time) => Add(key, PaxTime.Format(time));

    /// <summary>All of them as the content of the header, which is emptied for the next member.</summary>
    public byte[] Take()
    {
        ArrayBufferWriter<byte> content = new();
        foreach ((byte[] key, byte[] value) in records)
        {
            Append(content, key, value);
        }

        records.Clear();
        return content.WrittenSpan.ToArray();
    }

    private static void Append(ArrayBufferWriter<byte> content, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        // The length counts its own digits.
        int rest = key.Length + value.Length + " =\n".Length;
        int length = rest + Digits(rest);
        length = rest + Digits(length);
        content.Write(Encoding.ASCII.GetBytes(length.ToString(CultureInfo.InvariantCulture)));
        content.Write(" "u8);
        content.Write(key);
        content.Write("="u8);
        content.Write(value);
        content.Write("\n"u8);
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;
}
