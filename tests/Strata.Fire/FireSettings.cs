using System.Globalization;

namespace Strata.Fire;

/// <summary>How long and how much: little in a usual run, as much as one likes by hand (CONTRIBUTING.md).</summary>
internal static class FireSettings
{
    public const int Clients = 64;

    /// <summary>How many of them are killed a second.</summary>
    public const int Kills = 12;

    /// <summary>STRATA_FIRE_SECONDS: how long the clients of each test go on.</summary>
    public static int Seconds { get; } = Number("STRATA_FIRE_SECONDS", 2);

    /// <summary>STRATA_SEED.</summary>
    public static int Seed { get; } = Number("STRATA_SEED", 20261121);

    /// <summary>STRATA_FIRE_FILES: how many files one mount has at once.</summary>
    public static int Files { get; } = Number("STRATA_FIRE_FILES", 30_000);

    /// <summary>STRATA_FIRE_CYCLES: how often files are made and removed while the memory is watched.</summary>
    public static int Cycles { get; } = Number("STRATA_FIRE_CYCLES", 10_000);

    private static int Number(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
