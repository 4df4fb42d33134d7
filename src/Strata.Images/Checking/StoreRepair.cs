using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Images.Checking;

/// <summary>
/// Puts right what a check has found. What is taken away is looked at once more while nobody else has the store; what takes
/// long, the reading before and the building afterwards, is done beside others.
/// </summary>
/// <param name="blobs">The store; borrowed.</param>
/// <param name="layers">Its layers; borrowed.</param>
/// <param name="origins">Asks registries; null to ask none.</param>
internal sealed class StoreRepair(BlobStore blobs, LayerStore layers, OriginRepair? origins)
{
    /// <summary>Repairs.</summary>
    /// <param name="index">The list of images.</param>
    /// <param name="uses">Who uses which image.</param>
    /// <param name="first">What the check found.</param>
    /// <param name="tidyAndMark">Takes old remains of pulls away, and computes what is alive.</param>
    /// <returns>What was found, with what was done about it.</returns>
    public CheckReport Run(
        ImageIndex index, Func<IReadOnlyList<ImageUse>> uses, CheckReport first, Func<IReadOnlyList<ImageRecord>, StoreMarks> tidyAndMark)
    {
        CheckReport found = TakeAway(index, uses, first, tidyAndMark);
        HashSet<Digest> kept;
        using (blobs.Hold())
        {
            kept = RestoreLayers(found);
        }

        IReadOnlyList<string> notFetched = origins is null || found.Damages.Any(damage => damage.Kind == PartKind.List) ? [] : origins.Run(index.Read());
        using (blobs.Hold())
        {
            return found with
            {
                DataRead = first.DataRead,
                NotFetched = notFetched,
                Damages = [.. found.Damages.Select(damage => Mend(damage, index, found, kept))],
            };
        }
    }

    private CheckReport TakeAway(
        ImageIndex index, Func<IReadOnlyList<ImageUse>> uses, CheckReport first, Func<IReadOnlyList<ImageRecord>, StoreMarks> tidyAndMark)
    {
        using StoreTrash trash = new(blobs);
        using StoreGuard guard = blobs.HoldAlone();

        // Again, since others had the store between; of the contents, only those that were found wrong are read.
        CheckReport found = new StoreCheck(layers, diffId => layers.IsDamaged(diffId) || first.WrongBlobs.Values.Contains(diffId)).Run(index.Read, uses);
        trash.TakeObjects(guard, found.WrongObjects);
        trash.TakeChains(guard, found.WrongChains.Keys);
        trash.TakeBlobs(guard, found.WrongBlobs.Keys);
        return found with { Unused = TrySweep(guard, trash, index, tidyAndMark) ? found.Unused : null };
    }

    private bool TrySweep(StoreGuard guard, StoreTrash trash, ImageIndex index, Func<IReadOnlyList<ImageRecord>, StoreMarks> tidyAndMark)
    {
        try
        {
            layers.Sweep(guard, tidyAndMark(index.Read()), trash);
            return true;
        }
        catch (ImageException)
        {
            return false; // A damaged document hides what is needed.
        }
    }

    /// <summary>Takes damaged layers in anew, where their blobs were kept: what is sound of them stays. Gives those that are whole again.</summary>
    private HashSet<Digest> RestoreLayers(CheckReport found)
    {
        HashSet<Digest> restored = [];
        foreach ((Digest diffId, Descriptor blob) in found.KeptBlobs)
        {
            try
            {
                blobs.Blobs.Files.Open(blob.Digest, out FileFd file).OrThrow($"open the kept blob {blob.Digest}");
                using FileSlice content = new(file, 0, blob.Size, owns: true);
                layers.Import(new LayerImport { Content = content, BlobDigest = blob.Digest, BlobSize = blob.Size, DiffId = diffId, Restores = true });
                restored.Add(diffId);
            }
            catch (IOException)
            {
                // The blob is damaged, too: the layer stays noted.
            }
        }

        return restored;
    }

    private Damage Mend(Damage damage, ImageIndex index, CheckReport found, IReadOnlySet<Digest> kept)
    {
        const string FromKeptBlob = "restored from the kept blob";
        const string FromRegistry = "restored from a registry";
        try
        {
            return damage.Kind switch
            {
                PartKind.List => RestoreList(damage, index),
                PartKind.ChainImage when Digest.TryParse(damage.Name, out Digest chainId) => Rebuild(damage, found.WrongChains[chainId]),
                PartKind.Manifest or PartKind.Configuration when Digest.TryParse(damage.Name, out Digest document) && IsSound(document) =>
                    damage with { Done = FromRegistry, IsMended = true },
                PartKind.Manifest when Digest.TryParse(damage.Name, out Digest manifest) => MakeManifest(damage, index, manifest),
                PartKind.Content when Digest.TryParse(damage.Name, out Digest content) && blobs.Objects.Verify(content) == Errno.Ok =>
                    damage with { Done = kept.SetEquals(found.DamagedLayers) ? FromKeptBlob : kept.Count == 0 ? FromRegistry : "restored", IsMended = true },
                PartKind.Recipe when Digest.TryParse(damage.Name, out Digest diffId) && layers.IsKnown(diffId) =>
                    damage with { Done = kept.Contains(diffId) ? FromKeptBlob : FromRegistry, IsMended = true },
                PartKind.KeptBlob => damage with { Done = "taken away: the layer itself does not need it", IsMended = true },
                PartKind.Content when Digest.TryParse(damage.Name, out Digest content) && found.WrongObjects.Contains(content) =>
                    damage with { Done = "taken away: reading it is an error until it is there again" },
                _ => damage,
            };
        }
        catch (Exception e) when (e is IOException or ImageException)
        {
            return damage with { Done = e.Message };
        }
    }

    private bool IsSound(in Digest document) => blobs.Blobs.Get(document, Documents.MaxSize, out _) == Errno.Ok;

    /// <summary>Names are written nowhere else; the images themselves are what their manifests say.</summary>
    private Damage RestoreList(Damage damage, ImageIndex index) => index.Replace(ImagesOfTheManifests) is { } images
        ? damage with { Done = $"made again of the manifests, {images.Count} images without their names (the old one is images.json.damaged)" }
        : damage with { Done = "another repair has made it again", IsMended = true };

    private List<ImageRecord> ImagesOfTheManifests()
    {
        List<ImageRecord> images = [];
        foreach (Digest digest in blobs.Blobs.Files.List())
        {
            try
            {
                if (blobs.Blobs.Get(digest, Documents.MaxSize, out byte[] bytes) == Errno.Ok
                    && Documents.ReadManifest(bytes, null, "it") is { } manifest
                    && blobs.Blobs.Files.Contains(manifest.Config.Digest))
                {
                    images.Add(new ImageRecord(digest, manifest.Config.Digest, []));
                }
            }
            catch (ImageException)
            {
                // A configuration: no manifest at all.
            }
        }

        return images;
    }

    private Damage Rebuild(Damage damage, IReadOnlyList<Digest> diffIds)
    {
        if (diffIds.Any(diffId => layers.IsDamaged(diffId)))
        {
            return damage with { Done = "taken away: its layers are damaged" };
        }

        layers.BuildChain(diffIds, restores: true);
        return damage with { Done = "built again", IsMended = true };
    }

    /// <summary>A manifest that was made here, for an archive that has none, can be made again; others only come with their image.</summary>
    private Damage MakeManifest(Damage damage, ImageIndex index, in Digest manifest)
    {
        Digest wanted = manifest;
        ImageRecord? record = index.Read().FirstOrDefault(image => image.Manifest == wanted);
        if (record is null || blobs.Blobs.Get(record.Config, Documents.MaxSize, out byte[] config) != Errno.Ok)
        {
            return damage;
        }

        List<(Digest DiffId, long TarSize)> sizes = [];
        foreach (Digest diffId in Documents.ReadConfig(config, "it").DiffIds)
        {
            using Recipe recipe = layers.RecipeOf(diffId);
            sizes.Add((diffId, recipe.TarSize));
        }

        byte[] made = MadeManifest.OfPlainLayers(config, sizes);
        if (Digest.Of(made) != manifest)
        {
            return damage;
        }

        blobs.Blobs.Put(made);
        return damage with { Done = "made again", IsMended = true };
    }
}
