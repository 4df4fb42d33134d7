using Strata.Blobs;

namespace Strata.Images;

/// <summary>An image that a load brought in.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="Names">The names that it was given; may be empty.</param>
public sealed record LoadedImage(Digest Id, IReadOnlyList<string> Names);
