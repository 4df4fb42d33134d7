namespace Strata.Blobs;

/// <summary>What is alive, said by those above the store: a sweep takes away the rest.</summary>
public sealed class StoreMarks
{
    /// <summary>Diff IDs of layers that are used.</summary>
    public HashSet<Digest> Recipes { get; } = [];

    /// <summary>Chain IDs of chain images to keep.</summary>
    public HashSet<Digest> Chains { get; } = [];

    /// <summary>Digests of manifests, configurations and other blobs to keep.</summary>
    public HashSet<Digest> Blobs { get; } = [];

    /// <summary>Digests of contents that the recipes to keep rely on.</summary>
    public HashSet<Digest> Objects { get; } = [];

    /// <summary>Whether those are all: not where a recipe to keep cannot be read. Then no object is taken away.</summary>
    public bool AreObjectsKnown { get; set; } = true;
}
