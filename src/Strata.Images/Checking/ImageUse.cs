using Strata.Blobs;

namespace Strata.Images.Checking;

/// <summary>Somebody who uses an image.</summary>
/// <param name="User">Who, in words: "container web", "the mount on /mnt".</param>
/// <param name="Image">The digest of the image's configuration.</param>
public readonly record struct ImageUse(string User, Digest Image);
