using System.Text;
using Strata.Blobs;

namespace Strata.Layers;

/// <summary>The chain ID of the OCI image specification (config.md, "Layer ChainID"): one digest for a stack of layers.</summary>
public static class ChainId
{
    /// <summary>The chain ID of the layers with these diff IDs, bottom first: the diff ID itself for one, SHA-256 of "below above" for each further one.</summary>
    /// <exception cref="ArgumentException">There is no layer.</exception>
    public static Digest Of(IReadOnlyList<Digest> diffIds)
    {
        ArgumentNullException.ThrowIfNull(diffIds);
        if (diffIds.Count == 0)
        {
            throw new ArgumentException("a chain has at least one layer", nameof(diffIds));
        }

        Digest chain = diffIds[0];
        foreach (Digest diffId in diffIds.Skip(1))
        {
            chain = Digest.Of(Encoding.ASCII.GetBytes($"{chain} {diffId}"));
        }

        return chain;
    }
}
