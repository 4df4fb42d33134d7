using System.Buffers.Text;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>Times of pax headers: decimal seconds with an optional fraction, negative before 1970.</summary>
internal static class PaxTime
{
    /// <summary>Reads such a time; digits beyond nanoseconds are cut off. False: malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Timestamp time)
    {
        time = default;
        bool isNegative = text.StartsWith((byte)'-');
        ReadOnlySpan<byte> digits = isNegative ? text[1..] : text;
        int point = digits.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? digits : digits[..point];
        ReadOnlySpan<byte> fraction = point < 0 ? default : digits[(point + 1)..];
        if (whole.IsEmpty || whole.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || !Utf8Parser.TryParse(whole, out long seconds, out int used) || used != whole.Length)
        {
            return false;
        }

        uint nanoseconds = 0;
        for (int i = 0; i < 9; i++)
        {
            nanoseconds = (nanoseconds * 10) + (uint)(i < fraction.Length ? fraction[i] - '0' : 0);
        }

        // -1.25 is one quarter before -1, and nanoseconds always count forwards.
        time = !isNegative ? new Timestamp(seconds, nanoseconds)
            : nanoseconds == 0 ? new Timestamp(-seconds, 0)
            : new Timestamp(-seconds - 1, 1_000_000_000 - nanoseconds);
        return true;
    }
}
