namespace Strata.Bench.Peers.Mounting;

/// <summary>A tree in the forms in which the peers take it.</summary>
/// <param name="Home">A folder for mount points, uppers and copies, on the file system of the layers.</param>
/// <param name="Layers">The layers as folders in overlayfs's form, bottom to top.</param>
/// <param name="Store">Our store, on the same file system.</param>
/// <param name="Image">The image with these layers in that store.</param>
/// <param name="Merged">The merged tree as one plain folder, where it is made.</param>
internal sealed record LayeredTree(string Home, IReadOnlyList<string> Layers, string Store, string Image, string? Merged = null)
{
    /// <summary>
    /// The value of the option lowerdir: top to bottom, relative to the working directory of this process, because mount(2) takes
    /// no more than a page of options.
    /// </summary>
    public string LowerDir => string.Join(':', Layers.Reverse().Select(layer => Path.GetRelativePath(Environment.CurrentDirectory, layer)));

    /// <summary>A new empty folder below the home.</summary>
    public string NewFolder(string name)
    {
        string path = Path.Combine(Home, name);
        Directory.CreateDirectory(path);
        return path;
    }
}
