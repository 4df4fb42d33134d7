using System.Globalization;

namespace Strata.Faults;

/// <summary>How much is tried: little by default, so that everybody runs it; everything where the environment asks for it.</summary>
internal static class Effort
{
    /// <summary>STRATA_FAULTS_POINTS: system calls at which a command is killed or fails; "all" for each of them.</summary>
    public static int Points => Environment.GetEnvironmentVariable("STRATA_FAULTS_POINTS") switch
    {
        null or "" => 12,
        "all" => int.MaxValue,
        var text => int.Parse(text, CultureInfo.InvariantCulture),
    };

    /// <summary>STRATA_FAULTS_SECONDS: how long many processes work on one store.</summary>
    public static TimeSpan Storm =>
        TimeSpan.FromSeconds(double.Parse(Environment.GetEnvironmentVariable("STRATA_FAULTS_SECONDS") ?? "8", CultureInfo.InvariantCulture));

    /// <summary>STRATA_FAULTS_SEED: which of them; the time where it is not given.</summary>
    public static int Seed { get; } =
        int.Parse(Environment.GetEnvironmentVariable("STRATA_FAULTS_SEED") ?? (Environment.TickCount & 0xffff).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>So many of the items as are to be tried, in their order.</summary>
    public static IReadOnlyList<T> Sample<T>(IReadOnlyList<T> items, Random random)
    {
        if (items.Count <= Points)
        {
            return items;
        }

        int[] all = [.. Enumerable.Range(0, items.Count)];
        random.Shuffle(all);
        return [.. all.Take(Points).Order().Select(at => items[at])];
    }
}
