using System.Collections.Concurrent;
using Strata.Images;

namespace Strata.Testing;

/// <summary>Remembers what a load, a pull or a push told.</summary>
internal sealed class ProgressLog : ILoadProgress
{
    public ConcurrentQueue<string> Lines { get; } = [];

    /// <summary>How many it was told of at the beginning.</summary>
    public int Layers { get; private set; }

    /// <summary>Called with a layer and how far it came.</summary>
    public Action<string, long>? OnAdvanced { get; set; }

    public Action<string>? OnLoaded { get; set; }

    public void Begin(IReadOnlyList<(string Layer, long Size)> layers) => Layers = layers.Count;

    public void AlreadyExists(string layer) => Lines.Enqueue("Already exists");

    public void Advanced(string layer, long bytesRead) => OnAdvanced?.Invoke(layer, bytesRead);

    public void Loaded(string layer)
    {
        Lines.Enqueue("Loaded");
        OnLoaded?.Invoke(layer);
    }

    public void MountedFrom(string layer, string repository) => Lines.Enqueue("Mounted from " + repository);

    public IReadOnlyList<string> Take()
    {
        string[] lines = [.. Lines.Order()];
        Lines.Clear();
        return lines;
    }
}
