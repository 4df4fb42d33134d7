using Strata.Blobs;

namespace Strata.Images;

public sealed partial class ImageStore
{
    private const string DigestPrefix = "sha256:";

    /// <summary>
    /// Finds an image by a name (<c>base</c>, <c>base:1</c>, <c>base@sha256:…</c>) or by an ID: the begin of its
    /// configuration's or its manifest's digest, with or without <c>sha256:</c>. A name goes before an ID.
    /// </summary>
    /// <exception cref="ImageException">There is none, or several.</exception>
    public Image Resolve(string image) => Open(Find(index.Read(), image));

    private static ImageRecord Find(IReadOnlyList<ImageRecord> images, string text)
    {
        ImageRecord? found = null;
        string? problem = null;
        if (!text.StartsWith(DigestPrefix, StringComparison.Ordinal)
            && ImageReference.TryParse(text, out ImageReference? reference, out problem))
        {
            found = images.FirstOrDefault(image => Answers(image, reference));
        }

        found ??= FindById(images, text);
        return found ?? throw new ImageException(
            problem is not null
                ? $"\"{text}\" is not the name of an image: {problem}"
                : $"there is no image \"{text}\": \"strata images\" lists those there are, \"strata pull NAME\" or \"strata load -i PATH\" brings one in");
    }

    private static bool Answers(ImageRecord image, ImageReference reference) =>
        reference.Digest is not { } digest
            ? image.Names.Contains(reference.Name)
            : image.Origins.Contains($"{reference.Repository}@{digest}")
                || (image.Manifest == digest && image.Names.Any(name => reference.Tag is null
                    ? name.StartsWith(reference.Repository + ":", StringComparison.Ordinal)
                    : name == reference.Name));

    private static ImageRecord? FindById(IReadOnlyList<ImageRecord> images, string text)
    {
        string hex = text.StartsWith(DigestPrefix, StringComparison.Ordinal) ? text[DigestPrefix.Length..] : text;
        if (hex.Length is 0 or > Digest.HexLength || hex.AsSpan().ContainsAnyExcept("0123456789abcdef"))
        {
            return null;
        }

        List<ImageRecord> found =
        [
            .. images.Where(image =>
                image.Config.Hex.StartsWith(hex, StringComparison.Ordinal) || image.Manifest.Hex.StartsWith(hex, StringComparison.Ordinal)),
        ];

        // The same configuration under several manifests (layers compressed differently) is one image to whoever names the ID.
        return found.Select(image => image.Config).Distinct().Count() > 1
            ? throw new ImageException(
                $"\"{text}\" begins the IDs of several images ({string.Join(", ", found.Select(Show))}): give more digits")
            : found.FirstOrDefault();
    }

    private static string Show(ImageRecord image) =>
        image.Config.Hex[..Image.ShortLength] + (image.Names.Count > 0 ? " " + image.Names[0] : "");
}
