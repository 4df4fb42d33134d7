using System.Globalization;

namespace Strata.Containers;

/// <summary>Sizes as people write them: <c>512m</c>, <c>1g</c>, <c>1.5GiB</c>, <c>65536</c>. Units are powers of 1024, as Docker's.</summary>
public static class MemorySize
{
    /// <summary>Reads a size in bytes; false for what is no size, is below zero, or does not fit.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        int unitAt = text.AsSpan().IndexOfAnyExcept("0123456789.");
        ReadOnlySpan<char> number = unitAt < 0 ? text : text.AsSpan(0, unitAt);
        string unit = unitAt < 0 ? "" : text[unitAt..].Trim().ToLowerInvariant();
        int power = unit switch
        {
            "" or "b" => 0,
            "k" or "kb" or "kib" => 1,
            "m" or "mb" or "mib" => 2,
            "g" or "gb" or "gib" => 3,
            "t" or "tb" or "tib" => 4,
            _ => -1,
        };
        if (power < 0
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            || value > long.MaxValue >> (10 * power))
        {
            return false;
        }

        bytes = (long)(value * (1L << (10 * power)));
        return true;
    }

    /// <summary>Writes a size with the largest unit that leaves one decimal: <c>64MiB</c>, <c>1.5GiB</c>.</summary>
    public static string Show(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        int power = 0;
        decimal value = bytes;
        while (value >= 1024 && power < units.Length - 1)
        {
            value /= 1024;
            power++;
        }

        return value.ToString("0.#", CultureInfo.InvariantCulture) + units[power];
    }
}
