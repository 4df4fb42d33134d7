using Strata.Blobs;
using Strata.Layers;

namespace Strata.Images.Checking;

/// <summary>
/// Compares everything that the list of images leads to with what lies on the disk: documents, recipes and chain
/// images by their checksums, contents by their size or, where data is read, every byte. Changes nothing.
/// </summary>
/// <param name="layers">The store's layers; borrowed.</param>
/// <param name="isDataRead">Whether the contents of a layer are to be read.</param>
internal sealed class StoreCheck(LayerStore layers, Func<Digest, bool> isDataRead)
{
    private readonly BlobStore blobs = layers.Blobs;
    private readonly List<Damage> damages = [];
    private readonly List<string> strangers = [];
    private readonly Dictionary<Digest, LayerLook> looks = [];
    private readonly HashSet<Digest> damagedLayers = [];
    private readonly HashSet<Digest> damagedObjects = [];
    private readonly HashSet<Digest> wrongObjects = [];
    private readonly Dictionary<Digest, IReadOnlyList<Digest>> wrongChains = [];

    /// <summary>Checks. The caller holds the store, shared or alone: nothing is taken away meanwhile.</summary>
    public CheckReport Run(Func<IReadOnlyList<ImageRecord>> list, Func<IReadOnlyList<ImageUse>> askUses)
    {
        ImageNeeds needs = new(blobs);

        // Before the list: an image that comes meanwhile may be used at once.
        IReadOnlyList<ImageUse> uses = askUses();
        IReadOnlyList<ImageRecord> images = ReadList(list, needs);
        foreach (ImageRecord record in images)
        {
            needs.Add(record);
        }

        damages.AddRange(needs.Damages);
        CheckUses(images, uses, needs);

        // What relies on others is looked at first: what a load publishes meanwhile comes in the other order.
        List<StoredFile> recipes = StoreSurvey.Of(blobs.Recipes, strangers);
        List<StoredFile> chains = StoreSurvey.Of(blobs.Chains, strangers);
        List<StoredFile> documents = StoreSurvey.Of(blobs.Blobs.Files, strangers);
        LookAtLayers(needs);
        CheckChains(chains, needs);
        List<StoredFile> objects = StoreSurvey.Of(blobs.Objects, strangers);
        Dictionary<Digest, long> needed = CheckContents(objects, needs);
        ReadData(needs);
        KeptBlobCheck kept = new(blobs, isDataRead);
        damages.AddRange(kept.Run(documents, needs));
        return new CheckReport
        {
            Images = images.Count,
            Layers = needs.Layers.Count,
            Chains = chains.Count(file => needs.Chains.ContainsKey(file.Digest)),
            Contents = needed.Count,
            ContentBytes = needed.Values.Sum(),
            DataRead = false,
            Damages = damages,
            Unused = !needs.AreComplete || looks.Values.Any(look => look.Problem is not null)
                ? null
                : CountUnused(needs, needed, recipes, chains, documents, objects),
            Strangers = strangers,
            DamagedLayers = damagedLayers,
            SoundLayers = looks.Keys.Where(diffId => isDataRead(diffId) && !damagedLayers.Contains(diffId)).ToHashSet(),
            WrongObjects = wrongObjects,
            KeptBlobs = kept.Sound.Where(blob => damagedLayers.Contains(blob.Key)).ToDictionary(),
            WrongBlobs = kept.Wrong,
            WrongChains = wrongChains,
        };
    }

    private static IReadOnlyList<ImageRecord> ReadList(Func<IReadOnlyList<ImageRecord>> list, ImageNeeds needs)
    {
        try
        {
            return list();
        }
        catch (ImageException e)
        {
            needs.ListIsDamaged(e.Message);
            return [];
        }
    }

    private static Unused CountUnused(
        ImageNeeds needs, Dictionary<Digest, long> needed, List<StoredFile> recipes, List<StoredFile> chains, List<StoredFile> documents, List<StoredFile> objects)
    {
        long bytes = 0;
        return new Unused(
            Count(recipes, needs.Layers.ContainsKey),
            Count(chains, needs.Chains.ContainsKey),
            Count(documents, needs.Blobs.Contains),
            Count(objects, needed.ContainsKey),
            bytes);

        int Count(List<StoredFile> files, Func<Digest, bool> isNeeded)
        {
            int count = 0;
            foreach (StoredFile file in files)
            {
                if (!isNeeded(file.Digest))
                {
                    count++;
                    bytes += file.Size;
                }
            }

            return count;
        }
    }

    private void CheckUses(IReadOnlyList<ImageRecord> images, IReadOnlyList<ImageUse> uses, ImageNeeds needs)
    {
        // Without the list nobody knows.
        foreach (ImageUse use in needs.Damages.Exists(damage => damage.Kind == PartKind.List) ? [] : uses)
        {
            if (!use.MayBeOfAnotherStore && !images.Any(image => image.Config == use.Image))
            {
                damages.Add(new Damage(PartKind.Reference, use.User, $"uses the image {use.Image}, which is not there", [use.Image.Hex[..Image.ShortLength]]));
            }
        }
    }

    private void LookAtLayers(ImageNeeds needs)
    {
        foreach ((Digest diffId, HashSet<string> images) in needs.Layers)
        {
            LayerLook look = LayerLook.At(layers, diffId);
            looks.Add(diffId, look);
            if (look.Problem is not null)
            {
                damagedLayers.Add(diffId);
                damages.Add(new Damage(PartKind.Recipe, diffId.ToString(), look.Problem, [.. images]));
            }
        }
    }

    private void CheckChains(List<StoredFile> chains, ImageNeeds needs)
    {
        foreach (StoredFile file in chains)
        {
            if (needs.Chains.TryGetValue(file.Digest, out var chain)
                && ChainCheck.ProblemOf(blobs, file.Digest) is { } problem)
            {
                wrongChains.Add(file.Digest, chain.DiffIds);
                damages.Add(new Damage(PartKind.ChainImage, file.Digest.ToString(), problem, [.. chain.Images]));
            }
        }
    }

    /// <summary>Compares the contents that layers need with what is there, by their sizes; gives those that are needed.</summary>
    private Dictionary<Digest, long> CheckContents(List<StoredFile> objects, ImageNeeds needs)
    {
        Dictionary<Digest, StoredFile> there = objects.ToDictionary(file => file.Digest);
        Dictionary<Digest, long> needed = [];
        foreach (RecipeObject content in looks.Values.SelectMany(look => look.Objects))
        {
            if (needed.TryAdd(content.Digest, content.Size)
                && (!there.TryGetValue(content.Digest, out StoredFile file) || !file.IsRegular || file.Size != content.Size))
            {
                ContentIsDamaged(
                    content.Digest,
                    file == default ? "is missing" : file.IsRegular ? $"has {file.Size} bytes where {content.Size} were written" : "is no file",
                    isThere: file != default,
                    needs);
            }
        }

        return needed;
    }

    private void ContentIsDamaged(in Digest digest, string problem, bool isThere, ImageNeeds needs)
    {
        HashSet<string> images = [];
        foreach (LayerLook look in looks.Values)
        {
            Digest wanted = digest;
            if (look.Objects.Any(content => content.Digest == wanted))
            {
                damagedLayers.Add(look.DiffId);
                images.UnionWith(needs.Layers[look.DiffId]);
            }
        }

        damagedObjects.Add(digest);
        if (isThere)
        {
            wrongObjects.Add(digest);
        }

        damages.Add(new Damage(PartKind.Content, digest.ToString(), problem, [.. images]));
    }

    private void ReadData(ImageNeeds needs)
    {
        // Those that are damaged anyway are read content by content: which one it is decides what has to be restored.
        List<Digest> wanted = [.. looks.Values.Where(look => look.Problem is null && isDataRead(look.DiffId)).Select(look => look.DiffId)];
        Dictionary<Digest, string> problems = DataReading.Of(layers, wanted);
        IEnumerable<Digest> suspects = problems.Keys.SelectMany(diffId => looks[diffId].Objects).Select(content => content.Digest).Distinct();
        foreach (Digest digest in DataReading.WrongAmong(blobs.Objects, suspects.Where(digest => !damagedObjects.Contains(digest))))
        {
            ContentIsDamaged(digest, "has other bytes than its digest says, or cannot be read", isThere: true, needs);
        }

        foreach ((Digest diffId, string problem) in problems)
        {
            // No content of it is wrong: the recipe is.
            if (damagedLayers.Add(diffId))
            {
                damages.Add(new Damage(PartKind.Recipe, diffId.ToString(), problem, [.. needs.Layers[diffId]]));
            }
        }
    }
}
