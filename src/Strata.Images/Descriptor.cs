using Strata.Blobs;

namespace Strata.Images;

/// <summary>What a document says of a blob, checked: descriptor.md of the image specification.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Digest">The SHA-256 of its bytes.</param>
/// <param name="Size">How many bytes it has.</param>
public sealed record Descriptor(string MediaType, Digest Digest, long Size)
{
    /// <summary>The platform that an index names for it, where it does.</summary>
    internal PlatformJson? Platform { get; init; }

    /// <summary>The annotations of an index's entry.</summary>
    internal IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>Checks what was read; <paramref name="where"/> names the document for the message.</summary>
    internal static Descriptor From(DescriptorJson? json, string where)
    {
        if (json?.MediaType is null || json.Digest is null)
        {
            throw new ImageException($"{where} lacks a media type or a digest");
        }

        if (!Digest.TryParse(json.Digest, out Digest digest))
        {
            throw new ImageException(
                $"{where} has the digest \"{json.Digest}\": sha256: and 64 lower-case hexadecimal digits are what Strata verifies");
        }

        return json.Size < 0
            ? throw new ImageException($"{where} has a negative size")
            : new Descriptor(json.MediaType, digest, json.Size) { Platform = json.Platform, Annotations = json.Annotations ?? [] };
    }
}
