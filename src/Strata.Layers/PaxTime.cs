using System.Buffers.Text;
using System.Globalization;
using System.Text;
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

    /// <summary>Writes a time, the fraction as short as it can be.</summary>
    public static byte[] Format(Timestamp time)
    {
        bool isNegative = time.Seconds < 0;
        long seconds = !isNegative ? time.Seconds : time.Nanoseconds == 0 ? -time.Seconds : -(time.Seconds + 1);
        uint nanoseconds = isNegative && time.Nanoseconds > 0 ? 1_000_000_000 - time.Nanoseconds : time.Nanoseconds;
        string fraction = nanoseconds == 0 ? "" : "." + nanoseconds.ToString("d9", CultureInfo.InvariantCulture).TrimEnd('0');
        return Encoding.ASCII.GetBytes((isNegative ? "-" : "") + seconds.ToString(CultureInfo.InvariantCulture) + fraction);
    }
}
