using Strata.Linux;

namespace Strata.Blobs;

/// <summary>
/// A store on disk, opened: objects, recipes, chain images and OCI blobs below one folder. Any number of processes may
/// have it open; safe to use from several threads.
/// </summary>
public sealed class BlobStore : IDisposable
{
    private readonly FileFd root;

    private BlobStore(string path, FileFd root)
    {
        Path = path;
        this.root = root;
        Durability = new Durability(root);
        Damaged = new DamageNotes(root);
        Objects = new ObjectFolder(StoreLayout.OpenFolder(root, "objects"u8));
        Recipes = new DigestFolder(StoreLayout.OpenFolder(root, "recipes"u8));
        Chains = new DigestFolder(StoreLayout.OpenFolder(root, "chains"u8));
        Blobs = new BlobFolder(this, new DigestFolder(StoreLayout.OpenFolder(root, "blobs/sha256"u8)));
        Staging = StoreLayout.OpenFolder(root, "staging"u8);
    }

    /// <summary>The folder as it was given, to be shown.</summary>
    public string Path { get; }

    /// <summary>The folder, open: for what other rooms keep in it.</summary>
    public FileFd Root => root;

    /// <summary>File contents above <c>LayerEntry.MaxInlineContent</c> bytes, by digest.</summary>
    public ObjectFolder Objects { get; }

    /// <summary>Layers, by diff ID.</summary>
    public DigestFolder Recipes { get; }

    /// <summary>Chain images, by chain ID: derived from recipes, thrown away at will.</summary>
    public DigestFolder Chains { get; }

    /// <summary>Manifests, configurations and other blobs kept as they came.</summary>
    public BlobFolder Blobs { get; }

    /// <summary>Layers that are known to be damaged.</summary>
    public DamageNotes Damaged { get; }

    internal FileFd Staging { get; }

    internal Durability Durability { get; }

    /// <summary>Opens the store at <paramref name="path"/>, makes it where there is none, and removes what killed processes left in its staging folder.</summary>
    /// <exception cref="StoreException">The folder is something else, or a newer strata's store.</exception>
    public static BlobStore Open(string path)
    {
        BlobStore store = new(path, StoreLayout.Open(path));
        StagingFolder.SweepLeftovers(store.Staging);
        return store;
    }

    /// <summary>
    /// Holds the store shared until disposed: nothing is swept meanwhile. To be held from before a known content is relied
    /// on until a reference to it is written. Waits while a sweep is under way.
    /// </summary>
    public StoreGuard Hold() => StoreGuard.Take(root, exclusive: false);

    /// <summary>Holds the store alone, for <see cref="StoreSweep"/>: waits until imports and starting mounts in all processes are through.</summary>
    public StoreGuard HoldAlone() => StoreGuard.Take(root, exclusive: true);

    /// <summary>Begins to add to the store.</summary>
    /// <param name="restores">
    /// Whether to put right what is damaged: contents that are there are read and compared, and what is wrong is replaced.
    /// </param>
    public StagingBatch BeginBatch(bool restores = false) => new(this, restores);

    /// <summary>Opens a chain image. ENOENT: it is not built yet.</summary>
    public Errno OpenChain(in Digest chainId, out FileFd file) => Chains.Open(chainId, out file);

    /// <summary>
    /// Builds a chain image: <paramref name="fill"/> writes it into the given empty file, open for reading and writing. On the
    /// disk when it returns. One that is there stays, unless this one <paramref name="restores"/> it.
    /// </summary>
    public void PublishChain(in Digest chainId, Action<FileFd> fill, bool restores = false)
    {
        ArgumentNullException.ThrowIfNull(fill);
        using StagingBatch batch = BeginBatch(restores);
        using StagedFile file = batch.CreateFile();
        fill(file.File);
        batch.PublishAlone(Chains, chainId, file);
    }

    /// <summary>Closes the store.</summary>
    public void Dispose()
    {
        Objects.Dispose();
        Recipes.Dispose();
        Chains.Dispose();
        Blobs.Dispose();
        Staging.Dispose();
        root.Dispose();
    }
}
