namespace Strata.Images;

/// <summary>Tells nobody how it goes.</summary>
internal sealed class NoProgress : ILoadProgress
{
    public void Begin(IReadOnlyList<(string Layer, long Size)> layers)
    {
    }

    public void AlreadyExists(string layer)
    {
    }

    public void Advanced(string layer, long bytesRead)
    {
    }

    public void Loaded(string layer)
    {
    }
}
