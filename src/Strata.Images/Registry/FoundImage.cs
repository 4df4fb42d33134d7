namespace Strata.Images.Registry;

/// <summary>A repository that a search has found.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What its owner says of it.</param>
/// <param name="StarCount">How many people like it.</param>
/// <param name="IsOfficial">Whether the registry vouches for it.</param>
public sealed record FoundImage(string Name, string Description, int StarCount, bool IsOfficial);
