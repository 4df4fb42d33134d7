using System.Globalization;

namespace Strata.Cli;

/// <summary>Sizes as Docker shows them: three digits and a decimal unit, <c>7.83MB</c>.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>Shows a number of bytes.</summary>
    public static string Show(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < Units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        // Three significant digits; 999.9 would be shown as 1e+03.
        string format = value >= 100 || unit == 0 ? "0" : value >= 10 ? "0.#" : "0.##";
        return value.ToString(format, CultureInfo.InvariantCulture) + Units[unit];
    }
}
