using System.Collections.Concurrent;

namespace Strata.Images.Tests;

/// <summary>Remembers what a load told.</summary>
internal sealed class ProgressLog : ILoadProgress
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public int Layers { get; private set; }

    public Action<string>? OnLoaded { get; set; }

    public void Begin(IReadOnlyList<(string Layer, long Size)> layers) => Layers = layers.Count;

    public void AlreadyExists(string layer) => Lines.Enqueue("Already exists");

    public void Advanced(string layer, long bytesRead)
    {
    }

    public void Loaded(string layer)
    {
        Lines.Enqueue("Loaded");
        OnLoaded?.Invoke(layer);
    }
}
