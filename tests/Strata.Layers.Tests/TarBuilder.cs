using System.Text;

namespace Strata.Layers.Tests;

/// <summary>Writes tars by hand, header by header: also those that no program would write.</summary>
internal sealed class TarBuilder
{
    private readonly MemoryStream tar = new();

    public TarBuilder File(string name, string content = "") => File(name, Encoding.UTF8.GetBytes(content));

    public TarBuilder File(string name, byte[] content) => Add(name, '0', content);

    public TarBuilder Directory(string name) => Add(name, '5', mode: 0x1ed);

    public TarBuilder Symlink(string name, string target) => Add(name, '2', link: target);

    public TarBuilder HardLink(string name, string target) => Add(name, '1', link: target);

    public TarBuilder Pax(params (string Key, string Value)[] records) => Add("pax", 'x', PaxRecords(records));

    public TarBuilder PaxGlobal(params (string Key, string Value)[] records) => Add("pax", 'g', PaxRecords(records));

    public TarBuilder LongName(string name) => Add("././@LongLink", 'L', [.. Encoding.Latin1.GetBytes(name), 0]);

    public TarBuilder LongLink(string target) => Add("././@LongLink", 'K', [.. Encoding.Latin1.GetBytes(target), 0]);

    /// <summary>A member with anything in its fields; text is Latin-1, so that names need not be UTF-8.</summary>
    public TarBuilder Add(string name, char type, byte[]? content = null, string link = "", uint mode = 0x1a4,
        string? size = null, string? mtime = null, string? major = null, string? minor = null, string? uid = null, bool isGnu = false)
    {
        content ??= [];
        byte[] header = new byte[512];
        Put(header, 0, name, 100);
        Put(header, 100, Octal(mode, 7), 8);
        Put(header, 108, uid ?? Octal(0, 7), 8);
        Put(header, 116, Octal(0, 7), 8);
        Put(header, 124, size ?? Octal(content.Length, 11), 12);
        Put(header, 136, mtime ?? Octal(1_700_000_000, 11), 12);
        header[156] = (byte)type;
        Put(header, 157, link, 100);
        Put(header, 257, isGnu ? "ustar  \0" : "ustar\000", 8);
        Put(header, 329, major ?? Octal(0, 7), 8);
        Put(header, 337, minor ?? Octal(0, 7), 8);
        Seal(header);
        tar.Write(header);
        tar.Write(content);
        tar.Write(new byte[-content.Length & 511]);
        return this;
    }

    public TarBuilder Raw(byte[] bytes)
    {
        tar.Write(bytes);
        return this;
    }

    /// <summary>The tar with its two blocks of zeros, or cut before them.</summary>
    public byte[] ToArray(bool withEnd = true) => withEnd ? [.. tar.ToArray(), .. new byte[1024]] : tar.ToArray();

    public static void Seal(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte b in header)
        {
            sum += b;
        }

        Put(header, 148, Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ", 8);
    }

    private static byte[] PaxRecords((string Key, string Value)[] records)
    {
        MemoryStream all = new();
        foreach ((string key, string value) in records)
        {
            int rest = key.Length + value.Length + 3;
            int length = rest + 1;
            while (length != rest + length.ToString().Length)
            {
                length = rest + length.ToString().Length;
            }

            all.Write(Encoding.Latin1.GetBytes($"{length} {key}={value}\n"));
        }

        return all.ToArray();
    }

    private static string Octal(long value, int digits) => Convert.ToString(value, 8).PadLeft(digits, '0') + "\0";

    private static void Put(Span<byte> header, int offset, string text, int length) =>
        Encoding.Latin1.GetBytes(text[..Math.Min(text.Length, length)]).CopyTo(header[offset..]);
}
