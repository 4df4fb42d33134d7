using System.Globalization;

namespace Strata.Images;

/// <summary>
/// A moment as Docker's filters and options take it: a date, a date and time, seconds since 1970, or how long ago as Go writes
/// durations (<c>24h</c>, <c>1h30m</c>).
/// </summary>
public static class PointInTime
{
    private static readonly (string Name, double Seconds)[] Units = [("ms", 0.001), ("h", 3600), ("m", 60), ("s", 1)];

    /// <summary>The moment that a text means; null where it means none.</summary>
    /// <param name="text">What a person wrote.</param>
    /// <param name="now">From when a duration counts back.</param>
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (TryDuration(text, out TimeSpan ago))
        {
            return ago < now - DateTimeOffset.MinValue ? now.ToUniversalTime() - ago : null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds < 1e11)
        {
            return DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        }

        return text.Contains('-', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset time) ? time : null;
    }

    /// <summary>A duration as Go writes it: numbers with units, the largest first.</summary>
    private static bool TryDuration(string text, out TimeSpan duration)
    {
        double sum = 0;
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            int digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits < 1 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
            {
                break;
            }

            rest = rest[digits..];
            double seconds = 0;
            foreach ((string name, double worth) in Units)
            {
                if (rest.StartsWith(name, StringComparison.Ordinal))
                {
                    seconds = worth;
                    rest = rest[name.Length..];
                    break;
                }
            }

            sum += seconds > 0 ? number * seconds : double.PositiveInfinity;
        }

        bool isOne = text.Length > 0 && rest.IsEmpty && sum < TimeSpan.MaxValue.TotalSeconds / 2;
        duration = isOne ? TimeSpan.FromSeconds(sum) : default;
        return isOne;
    }
}
