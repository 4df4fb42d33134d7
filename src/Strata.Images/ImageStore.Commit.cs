using Strata.Blobs;
using Strata.Layers;

namespace Strata.Images;

public sealed partial class ImageStore
{
    /// <summary>
    /// Makes an image of a new layer, over another image or alone. It is there, and on the disk, when this returns; where
    /// anything goes wrong nothing is left behind.
    /// </summary>
    /// <param name="commit">What it shall be.</param>
    /// <param name="build">Builds the layer in the store; called once, while nothing can be swept.</param>
    /// <exception cref="ImageException">A change cannot be made, or a name is none.</exception>
    public CommittedImage Commit(ImageCommit commit, Func<BlobStore, BuiltLayer> build)
    {
        string? name = commit.Name is null ? null : NewName(commit.Name);
        ConfigDocument document = ConfigDocument.Begin(
            commit.Base is { } below ? Get(below.Id, $"the configuration of {below.DisplayName}") : null);
        document.Inherit(commit.Settings);
        ConfigChanges.Apply(document, commit.Changes);
        return WhileMarked(mark =>
        {
            CommittedImage image = CommitMarked(commit, name, document, build);
            if (commit.LeavesRest)
            {
                mark.SweepIsDue();
            }

            return image;
        });
    }

    private CommittedImage CommitMarked(ImageCommit commit, string? name, ConfigDocument document, Func<BlobStore, BuiltLayer> build)
    {
        using StoreGuard guard = blobs.Hold();
        BuiltLayer layer = build(blobs);
        if (commit.Base is null)
        {
            layers.EnsureChain([layer.DiffId]).Dispose();
        }

        // Over another image the chain image is built at its first use: it costs what lies below.
        byte[] configBytes = document.Finish(layer.DiffId, DateTimeOffset.UtcNow, commit);
        Digest config = blobs.Blobs.Put(configBytes);
        IEnumerable<Descriptor> below = commit.Base is { } image ? image.DiffIds.Select((diffId, at) => DescriptorOf(diffId, image.Manifest.Layers[at])) : [];
        Digest manifest = blobs.Blobs.Put(MadeManifest.Of(
            configBytes, below.Append(new Descriptor(MediaTypes.OciLayer, layer.DiffId, layer.TarSize))));
        index.Change(records => records.With(new ImageRecord(manifest, config, name is null ? [] : [name])
        {
            Chain = ChainId.Of([.. commit.Base?.DiffIds ?? [], layer.DiffId]),
        }));
        return new CommittedImage(config, layer);
    }

    /// <summary>A layer of the image below, as the store can give it out: as it came where that was kept, otherwise as a plain tar.</summary>
    private Descriptor DescriptorOf(in Digest diffId, Descriptor asItCame) =>
        asItCame.Digest == diffId || blobs.Blobs.Contains(asItCame.Digest)
            ? new Descriptor(MediaTypes.OciFormOf(asItCame.MediaType), asItCame.Digest, asItCame.Size)
            : new Descriptor(MediaTypes.OciLayer, diffId, TarSizeOf(diffId));

    private static string NewName(string name) =>
        ImageReference.Parse(name) is { Digest: null, Name: { } full }
            ? full
            : throw new ImageException($"\"{name}\" has a digest: a new name is a repository and a tag");
}
