using Strata.Blobs;

namespace Strata.Images;

/// <summary>A blob on its way out of the store: digest and size are known before its bytes are written.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Digest">The SHA-256 of its bytes.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Write">Writes them; may be called again.</param>
internal sealed record OutgoingBlob(string MediaType, Digest Digest, long Size, Action<Stream> Write)
{
    /// <summary>A document that is in memory.</summary>
    public static OutgoingBlob Of(string mediaType, byte[] bytes) => new(mediaType, Digest.Of(bytes), bytes.Length, target => target.Write(bytes));
}
