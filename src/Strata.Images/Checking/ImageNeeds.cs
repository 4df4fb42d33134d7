using Strata.Blobs;
using Strata.Linux;

namespace Strata.Images.Checking;

/// <summary>Reads the documents of all images: what each needs, and what is wrong with the documents.</summary>
/// <param name="blobs">The store; borrowed.</param>
internal sealed class ImageNeeds(BlobStore blobs)
{
    private readonly Dictionary<Digest, HashSet<string>> layers = [];
    private readonly Dictionary<Digest, (IReadOnlyList<Digest> DiffIds, HashSet<string> Images)> chains = [];

    /// <summary>The layers that images need, with those images.</summary>
    public IReadOnlyDictionary<Digest, HashSet<string>> Layers => layers;

    /// <summary>The chain images that images need, with the layers they are made of and those images.</summary>
    public IReadOnlyDictionary<Digest, (IReadOnlyList<Digest> DiffIds, HashSet<string> Images)> Chains => chains;

    /// <summary>Manifests and configurations, and the blobs of layers, which are there only where they were kept.</summary>
    public HashSet<Digest> Blobs { get; } = [];

    /// <summary>The blobs of layers as the manifests have them, with the diff ID and an image of each.</summary>
    public Dictionary<Digest, (Descriptor Blob, Digest DiffId, string Image)> LayerBlobs { get; } = [];

    /// <summary>What is wrong.</summary>
    public List<Damage> Damages { get; } = [];

    /// <summary>Whether all documents could be read: otherwise nobody knows what else is needed.</summary>
    public bool AreComplete { get; private set; } = true;

    /// <summary>Says that the list of images itself cannot be read.</summary>
    public void ListIsDamaged(string problem)
    {
        AreComplete = false;
        Damages.Add(new Damage(PartKind.List, "images.json", problem, []));
    }

    /// <summary>Reads the documents of one image.</summary>
    public void Add(ImageRecord record)
    {
        string image = NameOf(record);
        Blobs.Add(record.Manifest);
        Blobs.Add(record.Config);
        Manifest? manifest = null;
        try
        {
            if (Read(record.Manifest, PartKind.Manifest, image) is { } bytes)
            {
                manifest = Documents.ReadManifest(bytes, null, "it");
            }
        }
        catch (ImageException e)
        {
            Damages.Add(new Damage(PartKind.Manifest, record.Manifest.ToString(), e.Message, [image]));
        }

        try
        {
            if (Read(record.Config, PartKind.Configuration, image) is { } bytes)
            {
                IReadOnlyList<Digest> diffIds = Documents.ReadConfig(bytes, "it").DiffIds;
                AddLayers(diffIds, image);
                AddBlobs(manifest?.Layers ?? [], diffIds, image);
                return;
            }
        }
        catch (ImageException e)
        {
            Damages.Add(new Damage(PartKind.Configuration, record.Config.ToString(), e.Message, [image]));
        }

        AreComplete = false;
    }

    /// <summary>A name to show: the first, or the short ID.</summary>
    public static string NameOf(ImageRecord record) => record.Names.Count > 0 ? record.Names[0] : record.Config.Hex[..Image.ShortLength];

    private void AddLayers(IReadOnlyList<Digest> diffIds, string image)
    {
        foreach (Digest diffId in diffIds)
        {
            if (!layers.TryGetValue(diffId, out HashSet<string>? users))
            {
                layers.Add(diffId, users = []);
            }

            users.Add(image);
        }

        Digest chainId = Strata.Layers.ChainId.Of(diffIds);
        if (!chains.TryGetValue(chainId, out var chain))
        {
            chains.Add(chainId, chain = (diffIds, []));
        }

        chain.Images.Add(image);
    }

    private void AddBlobs(IReadOnlyList<Descriptor> blobsOfLayers, IReadOnlyList<Digest> diffIds, string image)
    {
        for (int i = 0; i < Math.Min(blobsOfLayers.Count, diffIds.Count); i++)
        {
            Blobs.Add(blobsOfLayers[i].Digest);
            LayerBlobs[blobsOfLayers[i].Digest] = (blobsOfLayers[i], diffIds[i], image);
        }
    }

    private byte[]? Read(in Digest digest, PartKind kind, string image)
    {
        Errno error = blobs.Blobs.Get(digest, Documents.MaxSize, out byte[] bytes);
        if (error == Errno.Ok)
        {
            return bytes;
        }

        string problem = error switch
        {
            Errno.ENOENT => "is missing",
            Errno.EBADMSG => "has other bytes than its digest says",
            _ => error.Message(),
        };
        Damages.Add(new Damage(kind, digest.ToString(), problem, [image]));
        return null;
    }
}
