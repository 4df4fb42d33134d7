namespace Strata.Images.Checking;

/// <summary>Something in a store that is not as it should be.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its digest, diff ID or chain ID, or who refers to what is not there.</param>
/// <param name="Problem">What is wrong with it, in words.</param>
/// <param name="Images">The images that it touches, by a name or their short ID.</param>
public sealed record Damage(PartKind Kind, string Name, string Problem, IReadOnlyList<string> Images)
{
    /// <summary>What a repair did about it, in words; null where nothing was done.</summary>
    public string? Done { get; init; }

    /// <summary>Whether it is right again.</summary>
    public bool IsMended { get; init; }
}
