using System.Text.Json.Serialization;
using Strata.Blobs;

namespace Strata.Images.Checking;

/// <summary>What a check of a store found.</summary>
public sealed record CheckReport
{
    /// <summary>Images that the list names.</summary>
    public required int Images { get; init; }

    /// <summary>Layers that they need.</summary>
    public required int Layers { get; init; }

    /// <summary>Chain images of theirs that are there; one that is not is built at its first use.</summary>
    public required int Chains { get; init; }

    /// <summary>Contents above 4 KiB that they need.</summary>
    public required int Contents { get; init; }

    /// <summary>Bytes of those contents.</summary>
    public required long ContentBytes { get; init; }

    /// <summary>Whether every content was read and compared; otherwise only those of layers that an earlier check found damaged.</summary>
    public required bool DataRead { get; init; }

    /// <summary>Everything that is wrong; empty in a sound store.</summary>
    public required IReadOnlyList<Damage> Damages { get; init; }

    /// <summary>What no image needs; null where damage hides who needs what.</summary>
    public required Unused? Unused { get; init; }

    /// <summary>Files in the store's folders that are not the store's; they are left alone.</summary>
    public required IReadOnlyList<string> Strangers { get; init; }

    /// <summary>Why damaged images could not be restored from a registry, a line for each place that a repair asked.</summary>
    public IReadOnlyList<string> NotFetched { get; init; } = [];

    /// <summary>Whether nothing is damaged, or everything was mended.</summary>
    public bool IsSound => Damages.All(damage => damage.IsMended);

    /// <summary>The images that damage touches.</summary>
    public IReadOnlyList<string> Touched =>
        [.. Damages.Where(damage => !damage.IsMended).SelectMany(damage => damage.Images).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The layers that are damaged, or rely on contents that are.</summary>
    [JsonIgnore]
    internal IReadOnlySet<Digest> DamagedLayers { get; init; } = new HashSet<Digest>();

    /// <summary>The layers whose data was read and is sound.</summary>
    [JsonIgnore]
    internal IReadOnlySet<Digest> SoundLayers { get; init; } = new HashSet<Digest>();

    /// <summary>Objects that have wrong bytes, or are no files.</summary>
    [JsonIgnore]
    internal IReadOnlySet<Digest> WrongObjects { get; init; } = new HashSet<Digest>();

    /// <summary>Blobs of damaged layers that were kept and are not known to be wrong, by diff ID.</summary>
    [JsonIgnore]
    internal IReadOnlyDictionary<Digest, Descriptor> KeptBlobs { get; init; } = new Dictionary<Digest, Descriptor>();

    /// <summary>Kept blobs that are wrong, with the diff IDs of their layers.</summary>
    [JsonIgnore]
    internal IReadOnlyDictionary<Digest, Digest> WrongBlobs { get; init; } = new Dictionary<Digest, Digest>();

    /// <summary>Damaged chain images, with the layers that they are made of.</summary>
    [JsonIgnore]
    internal IReadOnlyDictionary<Digest, IReadOnlyList<Digest>> WrongChains { get; init; } = new Dictionary<Digest, IReadOnlyList<Digest>>();
}
