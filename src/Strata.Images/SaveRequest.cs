namespace Strata.Images;

/// <summary>What shall leave the store.</summary>
/// <param name="Images">Names or IDs, at least one. An image that is given by a name leaves with that name, one given by its ID without any.</param>
/// <param name="Format">In which form.</param>
/// <param name="Layers">In which form its layers are.</param>
public sealed record SaveRequest(IReadOnlyList<string> Images, SaveFormat Format, LayerForm Layers);
