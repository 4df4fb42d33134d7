using System.Text.Json;

namespace Strata.Bench.Peers;

/// <summary>
/// The folders of a run, below one temporary folder that is removed at its end: the layers unpacked, in overlayfs's form
/// (0:0 devices, trusted.overlay.opaque), a store of ours with the image loaded, configuration of the peers.
/// </summary>
internal sealed class Workspace : IDisposable
{
    private Workspace(Options options, string folder)
    {
        Options = options;
        Folder = folder;
        LayerFiles = ReadLayers(options);
    }

    public Options Options { get; }

    public string Folder { get; }

    /// <summary>The layers' blobs, bottom to top.</summary>
    public IReadOnlyList<string> LayerFiles { get; }

    /// <summary>The layers as folders, bottom to top.</summary>
    public IReadOnlyList<string> LayerFolders { get; private set; } = [];

    public string Store => Path.Combine(Folder, "store");

    public string Image => $"{Options.Tag}:latest";

    /// <summary>The value of overlayfs's and fuse-overlayfs's option lowerdir: top to bottom.</summary>
    public string LowerDir => string.Join(':', LayerFolders.Reverse());

    public static Workspace Create(Options options)
    {
        string folder = Path.Combine(options.Work, $"strata-bench-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        Workspace workspace = new(options, folder);
        workspace.LayerFolders = UnpackedLayers.Make(workspace.LayerFiles, Path.Combine(folder, "layers"));
        Command.Time(options.Strata, "--root", workspace.Store, "load", "-i", $"{options.Layout}:{options.Tag}");
        return workspace;
    }

    /// <summary>A new empty folder.</summary>
    public string NewFolder(string name)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>The words of a call of our command on the run's own store.</summary>
    public string[] Strata(params string[] words) => [Options.Strata, "--root", Store, .. words];

    public void Dispose() => Command.Time("rm", "-rf", "--one-file-system", Folder);

    private static List<string> ReadLayers(Options options)
    {
        string Blob(string digest) => Path.Combine(options.Layout, "blobs", digest.Replace(':', '/'));
        using JsonDocument index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(options.Layout, "index.json")));
        JsonElement descriptor = index.RootElement.GetProperty("manifests").EnumerateArray().First(manifest =>
            manifest.GetProperty("annotations").GetProperty("org.opencontainers.image.ref.name").GetString() == options.Tag);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(Blob(descriptor.GetProperty("digest").GetString()!)));
        return [.. manifest.RootElement.GetProperty("layers").EnumerateArray().Select(layer => Blob(layer.GetProperty("digest").GetString()!))];
    }
}
