using Strata.Blobs;

namespace Strata.Images;

/// <summary>Reads the documents of a layout: whole, bounded, and verified where their digest is known.</summary>
internal static class FileBytes
{
    /// <summary>Reads a document; null where it is not there.</summary>
    public static byte[]? Find(this IImageFiles files, string path)
    {
        using Stream? stream = files.Open(path);
        if (stream is null)
        {
            return null;
        }

        if (stream.Length > Documents.MaxSize)
        {
            throw new ImageException($"{path} has {stream.Length} bytes; a document of an image has at most {Documents.MaxSize}");
        }

        byte[] bytes = new byte[stream.Length];
        int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return count == bytes.Length ? bytes : throw new ImageException($"{path} ends too early");
    }

    /// <summary>Reads the document that a descriptor promises, and checks its size and digest.</summary>
    public static byte[] Read(this IImageFiles files, Descriptor blob, string what)
    {
        string path = PathOf(blob.Digest);
        byte[] bytes = files.Find(path) ?? throw new ImageException($"{what} is missing: there is no {path}");
        if (bytes.Length != blob.Size)
        {
            throw new ImageException($"{what}, {blob.Digest}, has {bytes.Length} bytes where {blob.Size} were promised");
        }

        return Digest.Of(bytes) == blob.Digest
            ? bytes
            : throw new ImageException($"{what} has the digest {Digest.Of(bytes)} where {blob.Digest} was promised");
    }

    /// <summary>Where a blob lies in a layout: image-layout.md of the image specification.</summary>
    public static string PathOf(Digest digest) => "blobs/sha256/" + digest.Hex;
}
