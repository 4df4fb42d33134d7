using Strata.Blobs;
using Strata.Images;

namespace Strata.Containers.Mounts;

/// <summary>
/// What stands as source of a mount in /proc/self/mountinfo: <c>NAME@sha256:ID</c>, the name by which the image was mounted
/// and the image's whole ID. So the kernel's own table says which images are in use; there is no other list to go stale.
/// </summary>
/// <param name="Name">A name of the image, or its short ID.</param>
/// <param name="ImageId">The digest of the image's configuration.</param>
public sealed record MountSource(string Name, Digest ImageId)
{
    /// <summary>The source of a mount of <paramref name="image"/>.</summary>
    public static MountSource Of(Image image) => new(image.DisplayName, image.Id);

    /// <summary>Reads it back; false for the source of something else.</summary>
    public static bool TryParse(string text, out MountSource? source)
    {
        int at = text.LastIndexOf('@');
        bool ok = Digest.TryParse(at < 0 ? null : text[(at + 1)..], out Digest id);
        source = ok ? new MountSource(text[..at], id) : null;
        return ok;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}@{ImageId}";
}
