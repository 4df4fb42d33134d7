using System.Security.Cryptography;

namespace Strata.Conformance;

/// <summary>Described layers, the bottom first, and what is made of them: folders for some mounts, a chain image for others.</summary>
internal sealed class Lower
{
    private readonly Lazy<string[]> folders;
    private readonly Lazy<ChainLayers> chain;

    public Lower(Arena arena, params LayerTree[] layers)
    {
        Arena = arena;
        Layers = layers = Privilege.Allowed(layers);
        folders = new(() => [.. layers.Select(layer =>
        {
            string folder = arena.Folder("l");
            PlainFolder.Write(layer, folder);
            return folder;
        })]);
        chain = new(() => ChainLayers.Write(arena, layers));
    }

    public Arena Arena { get; }

    public IReadOnlyList<LayerTree> Layers { get; }

    /// <summary>A folder for each layer, the bottom first.</summary>
    public IReadOnlyList<string> Folders => folders.Value;

    /// <summary>All layers as one chain image.</summary>
    public ChainLayers Chain => chain.Value;

    /// <summary>All that a kind of mount lies over, with attributes and contents: what it must leave as it was.</summary>
    public List<string> Snapshot(MountKind kind) => kind.IsChain()
        ? [Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Chain.Image))), .. UpperSnapshot.OfFolder(Chain.Objects)]
        : [.. Folders.SelectMany(folder => UpperSnapshot.OfFolder(folder))];
}
