using System.Globalization;

namespace Strata.Containers;

/// <summary>Limits of cpus as people write them.</summary>
public static class CpuLimit
{
    /// <summary>Microseconds of a scheduling period, as Docker has it.</summary>
    public const long PeriodMicroseconds = 100_000;

    /// <summary>Reads <c>--cpus 1.5</c> as microseconds per period; false below 0.01 and for what is no number.</summary>
    public static bool TryParse(string text, out long quotaMicroseconds)
    {
        bool ok = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal cpus)
            && cpus is >= 0.01m and <= 100_000m;
        quotaMicroseconds = ok ? (long)(cpus * PeriodMicroseconds) : 0;
        return ok;
    }

    /// <summary>Whether the text is a list as cpuset(7) has it: <c>0-2,5</c>. Whether the cpus exist only the kernel knows.</summary>
    public static bool IsCpuList(string text)
    {
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2
                || !ends.All(end => ushort.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                || (ends.Length == 2 && ushort.Parse(ends[0], CultureInfo.InvariantCulture) > ushort.Parse(ends[1], CultureInfo.InvariantCulture)))
            {
                return false;
            }
        }

        return true;
    }
}
