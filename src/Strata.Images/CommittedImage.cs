using Strata.Blobs;
using Strata.Layers;

namespace Strata.Images;

/// <summary>An image that was made.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="Layer">Its new layer.</param>
public sealed record CommittedImage(Digest Id, BuiltLayer Layer);
