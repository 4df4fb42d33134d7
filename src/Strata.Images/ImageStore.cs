using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Images;

/// <summary>
/// The images of a store: their names, documents and layers. An image is there as soon as the list of images
/// (<c>images.json</c>) names it, which is the last thing that a load writes and the first that a removal takes away.
/// Any number of processes may use one store. Not safe for several threads.
/// </summary>
/// <param name="blobs">The store on disk; borrowed.</param>
/// <param name="layers">Its layers; borrowed.</param>
public sealed partial class ImageStore(BlobStore blobs, LayerStore layers)
{
    private readonly ImageIndex index = new(blobs.Root);

    /// <summary>All images, the newest made first.</summary>
    /// <exception cref="ImageException">A document is damaged or missing.</exception>
    public IReadOnlyList<Image> List() =>
        [.. index.Read().Select(Open).OrderByDescending(image => image.Config.Created ?? DateTimeOffset.MinValue)];

    /// <summary>Bytes of the uncompressed tar of a layer.</summary>
    public long TarSizeOf(in Digest diffId)
    {
        using Recipe recipe = layers.RecipeOf(diffId);
        return recipe.TarSize;
    }

    /// <summary>Bytes of the uncompressed tars of all layers of an image.</summary>
    public long TarSizeOf(Image image) => image.DiffIds.Sum(diffId => TarSizeOf(diffId));

    /// <summary>Gives an image one more name; the name moves here if another image had it.</summary>
    /// <param name="image">A name or an ID, as for <see cref="Resolve"/>.</param>
    /// <param name="name">The new name.</param>
    public void Tag(string image, string name)
    {
        string full = NewName(name);

        // Held so that the image that was found is not removed before it has its new name.
        using StoreGuard guard = blobs.Hold();
        ImageRecord record = Find(index.Read(), image);
        index.Change(images => images.With(record with { Names = [full] }));
    }

    /// <summary>Takes names from an image, which stays, by its ID.</summary>
    /// <param name="image">A name or an ID, as for <see cref="Resolve"/>.</param>
    /// <param name="names">Names of that image; none for all of them.</param>
    /// <returns>The names that were taken.</returns>
    public IReadOnlyList<string> Untag(string image, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        using StoreGuard guard = blobs.Hold();
        IReadOnlyList<string> taken = [];
        index.Change(images =>
        {
            // Manifests with the same configuration are one image; any of them may have the name.
            ImageRecord record = Find(images, image);
            HashSet<string> own = [.. images.Where(other => other.Config == record.Config).SelectMany(other => other.Names)];
            taken = names.Count == 0 ? [.. own.Order(StringComparer.Ordinal)] : [.. names.Select(name => ImageReference.Parse(name).Name ?? name)];
            return taken.FirstOrDefault(name => !own.Contains(name)) is { } foreign
                ? throw new ImageException($"\"{foreign}\" is not a name of image \"{image}\"; it has {(own.Count == 0 ? "none" : string.Join(", ", own))}")
                : images.Untagged([.. taken]);
        });
        return taken;
    }

    /// <summary>An image that the list names; its documents are read when they are asked for.</summary>
    private Image Open(ImageRecord record)
    {
        string name = record.Names.Count > 0 ? record.Names[0] : record.Config.Hex[..Image.ShortLength];
        return new Image(
            record,
            () => Documents.ReadManifest(Get(record.Manifest, $"the manifest of {name}"), null, $"the manifest of {name}"),
            () => Documents.ReadConfig(Get(record.Config, $"the configuration of {name}"), $"the configuration of {name}"));
    }

    private byte[] Get(Digest digest, string what)
    {
        Errno error = blobs.Blobs.Get(digest, Documents.MaxSize, out byte[] content);
        return error switch
        {
            Errno.Ok => content,
            Errno.ENOENT => throw new ImageException($"{what} is missing from the store ({digest}): load the image again"),
            Errno.EBADMSG => throw new ImageException($"{what} is damaged in the store ({digest}): remove the image and load it again"),
            _ => throw new LinuxException(error, what),
        };
    }
}
