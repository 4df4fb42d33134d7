using Strata.Blobs;

namespace Strata.Images.Checking;

/// <summary>Somebody who uses an image.</summary>
/// <param name="User">Who, in words: "container web", "the mount on /mnt".</param>
/// <param name="Image">The digest of the image's configuration.</param>
/// <param name="MayBeOfAnotherStore">
/// Whether the image may lie in another store, as that of a mount, which is known by the kernel's table alone. Such a use keeps
/// the image from being removed, and is no proof that it has to be there.
/// </param>
public readonly record struct ImageUse(string User, Digest Image, bool MayBeOfAnotherStore = false);
