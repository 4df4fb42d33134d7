using Strata.Linux;

namespace Strata.Engines.Overlay;

/// <summary>
/// The text behind <c>-o</c>. Options are separated by commas; a backslash takes its meaning from what follows it, a comma,
/// a colon or another backslash; a value in double quotes keeps its commas, as the kernel has it for <c>context="a,b"</c>.
/// </summary>
internal static class OptionText
{
    private const byte Backslash = (byte)'\\';
    private const byte Quote = (byte)'"';

    /// <summary>The options of one text, in order; empty ones are left out.</summary>
    public static List<MountOption> Split(ReadOnlySpan<byte> text)
    {
        List<MountOption> options = [];
        while (!text.IsEmpty)
        {
            int end = EndOfOption(text);
            if (end > 0)
            {
                options.Add(Parse(text[..end]));
            }

            text = text[Math.Min(end + 1, text.Length)..];
        }

        return options;
    }

    /// <summary>The paths of a list with colons between, the backslashes taken out. Empty paths are kept, to be refused.</summary>
    public static List<byte[]> SplitPaths(ReadOnlySpan<byte> list)
    {
        List<byte[]> paths = [];
        while (true)
        {
            int end = IndexOfBare(list, (byte)':');
            paths.Add(Unescape(list[..end]));
            if (end == list.Length)
            {
                return paths;
            }

            list = list[(end + 1)..];
        }
    }

    /// <summary>Takes the backslashes out that protect what follows them.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> text)
    {
        byte[] plain = new byte[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            i += text[i] == Backslash && i + 1 < text.Length ? 1 : 0;
            plain[length++] = text[i];
        }

        return plain[..length];
    }

    private static MountOption Parse(ReadOnlySpan<byte> option)
    {
        int equals = option.IndexOf((byte)'=');
        if (equals < 0)
        {
            return new MountOption(PathText.Show(option), null);
        }

        ReadOnlySpan<byte> value = option[(equals + 1)..];
        int closing = QuotedLength(value) - 1;
        byte[] raw = closing > 0 ? [.. value[1..closing], .. value[(closing + 1)..]] : value.ToArray();
        return new MountOption(PathText.Show(option[..equals]), raw);
    }

    private static int EndOfOption(ReadOnlySpan<byte> text)
    {
        int comma = IndexOfBare(text, (byte)',');
        int value = text[..comma].IndexOf((byte)'=') + 1;
        int quoted = value > 0 ? QuotedLength(text[value..]) : 0;
        return quoted == 0 ? comma : value + quoted + IndexOfBare(text[(value + quoted)..], (byte)',');
    }

    /// <summary>How many bytes of a value its quotes enclose, quotes included; 0 where it does not begin with one that is closed.</summary>
    private static int QuotedLength(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value[0] != Quote)
        {
            return 0;
        }

        int length = IndexOfBare(value[1..], Quote);
        return length == value.Length - 1 ? 0 : length + 2;
    }

    /// <summary>Where a character stands that no backslash protects; the length where it does not.</summary>
    private static int IndexOfBare(ReadOnlySpan<byte> text, byte character)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == character)
            {
                return i;
            }

            i += text[i] == Backslash ? 1 : 0;
        }

        return text.Length;
    }
}
