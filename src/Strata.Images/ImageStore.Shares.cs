using Strata.Blobs;
using Strata.Images.Checking;
using Strata.Layers;

namespace Strata.Images;

public sealed partial class ImageStore
{
    private enum Part
    {
        Object,
        Recipe,
        Chain,
        Document,
    }

    /// <summary>Adds up image by image what it takes on the disk, alone and together with others; reads the tables of all recipes.</summary>
    /// <param name="uses">Who uses which image.</param>
    public StoreShares Shares(IReadOnlyList<ImageUse> uses)
    {
        using StoreGuard guard = blobs.Hold();
        IReadOnlyList<Image> images = List();
        List<HashSet<(Part Part, Digest Digest)>> needs = [.. images.Select(NeedsOf)];
        Dictionary<(Part, Digest), DiskSpace> disk = OnDisk();
        Dictionary<(Part, Digest), int> users = [];
        foreach ((Part, Digest) need in needs.SelectMany(need => need))
        {
            users[need] = users.GetValueOrDefault(need) + 1;
        }

        List<ImageShare> shares = [];
        HashSet<(Part, Digest)> kept = [];
        for (int i = 0; i < images.Count; i++)
        {
            string[] itsUsers = [.. uses.Where(use => use.Image == images[i].Id).Select(use => use.User)];
            shares.Add(new ImageShare(
                images[i],
                Sum(needs[i].Where(need => users[need] == 1).Select(need => disk.GetValueOrDefault(need))),
                Sum(needs[i].Where(need => users[need] > 1).Select(need => disk.GetValueOrDefault(need))),
                itsUsers));
            if (itsUsers.Length > 0)
            {
                kept.UnionWith(needs[i]);
            }
        }

        return new StoreShares(
            shares,
            Sum(disk.Where(file => !users.ContainsKey(file.Key)).Select(file => file.Value)),
            Sum(disk.Where(file => !kept.Contains(file.Key)).Select(file => file.Value)));
    }

    private static DiskSpace Sum(IEnumerable<DiskSpace> parts) => parts.Aggregate(default(DiskSpace), static (sum, part) => sum + part);

    private HashSet<(Part Part, Digest Digest)> NeedsOf(Image image)
    {
        HashSet<(Part, Digest)> needs = [(Part.Document, image.Id), (Part.Document, image.ManifestDigest), (Part.Chain, image.ChainId)];
        needs.UnionWith(image.Manifest.Layers.Select(layer => (Part.Document, layer.Digest))); // Where they were kept.
        foreach (Digest diffId in image.DiffIds)
        {
            using Recipe recipe = layers.RecipeOf(diffId);
            needs.Add((Part.Recipe, diffId));
            needs.UnionWith(recipe.Objects.Select(content => (Part.Object, content.Digest)));
        }

        return needs;
    }

    private Dictionary<(Part Part, Digest Digest), DiskSpace> OnDisk()
    {
        Dictionary<(Part, Digest), DiskSpace> disk = [];
        List<string> strangers = [];
        Add(Part.Object, StoreSurvey.Of(blobs.Objects, strangers));
        Add(Part.Recipe, StoreSurvey.Of(blobs.Recipes, strangers));
        Add(Part.Chain, StoreSurvey.Of(blobs.Chains, strangers));
        Add(Part.Document, StoreSurvey.Of(blobs.Blobs.Files, strangers));
        return disk;

        void Add(Part part, List<StoredFile> files) => files.ForEach(file => disk.Add((part, file.Digest), new DiskSpace(file.Allocated, 1)));
    }
}
