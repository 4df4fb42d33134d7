using System.Globalization;
using Xunit;

namespace Strata.Fire;

/// <summary>What many clients met.</summary>
internal sealed record FireReport
{
    /// <summary>The calls that were made.</summary>
    public required long Calls { get; init; }

    /// <summary>The clients that were killed.</summary>
    public required long Kills { get; init; }

    /// <summary>How often which errno was answered.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>Calls that answered what they may not, that hung, or that ended their client.</summary>
    public required IReadOnlyList<string> Wrong { get; init; }

    /// <summary>Resident KiB of the server, taken at even distances from the start to the end; empty where the kernel serves.</summary>
    public required IReadOnlyList<long> Memory { get; init; }

    /// <summary>Fails where something was wrong, or where too little happened to say that nothing was.</summary>
    public void Check()
    {
        Assert.True(Wrong.Count == 0, string.Join('\n', Wrong));
        Assert.True(Calls > FireSettings.Clients * 20, ToString());
        Assert.True(Kills > 0, ToString());
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Calls} calls, {Kills} kills, {string.Join(", ", Errors.OrderByDescending(e => e.Value).Select(e => $"{e.Key} {e.Value}"))}; server KiB {string.Join(' ', Memory)}");
}
