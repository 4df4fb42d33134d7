namespace Strata.Images;

/// <summary>
/// Hears how a load, a pull or a push goes. A layer is known by the first twelve digits of its blob's digest, or of its diff ID where the
/// archive gives no digest. Called from several threads at once.
/// </summary>
public interface ILoadProgress
{
    /// <summary>The layers that will be loaded or found, in the order of the images.</summary>
    /// <param name="layers">Each with its bytes as they are offered.</param>
    void Begin(IReadOnlyList<(string Layer, long Size)> layers);

    /// <summary>A layer is there already and is not read.</summary>
    void AlreadyExists(string layer);

    /// <summary>So many of the layer's offered bytes have been read.</summary>
    void Advanced(string layer, long bytesRead);

    /// <summary>A layer is where it shall be now.</summary>
    void Loaded(string layer);

    /// <summary>A registry has taken a layer over from another of its repositories.</summary>
    void MountedFrom(string layer, string repository) => Loaded(layer);
}
