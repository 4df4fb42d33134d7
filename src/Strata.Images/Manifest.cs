namespace Strata.Images;

/// <summary>The manifest of an image, checked: manifest.md of the image specification, or Docker's schema 2.</summary>
/// <param name="MediaType">Which of both.</param>
/// <param name="Config">The configuration's blob.</param>
/// <param name="Layers">The layers' blobs, the lowest first.</param>
public sealed record Manifest(string MediaType, Descriptor Config, IReadOnlyList<Descriptor> Layers);
