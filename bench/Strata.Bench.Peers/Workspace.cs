using System.Text.Json;
using Strata.Bench.Peers.Mounting;

namespace Strata.Bench.Peers;

/// <summary>
/// The folders of a run, in an ext4 of its own that is removed at its end, and the demo's image in every form: its layers
/// unpacked (0:0 devices, trusted.overlay.opaque), merged into one folder, and loaded into a store of ours.
/// </summary>
internal sealed class Workspace : IDisposable
{
    private readonly Lazy<LayeredTree> demo;
    private readonly LoopDisk disk;

    public Workspace(Options options)
    {
        Options = options;

        // An inode for each 8 KiB: trees of small files. noinit_itable: the kernel would fill the inode tables in the background.
        disk = LoopDisk.Make(
            Path.Combine(options.Work, $"strata-bench-{Environment.ProcessId}"), "40G", ["mkfs.ext4", "-q", "-i", "8192", "-E", "nodiscard"], "noatime,noinit_itable");
        Environment.CurrentDirectory = Folder;
        DemoLayers = ReadLayers(options);
        demo = new Lazy<LayeredTree>(MakeDemo);
    }

    public Options Options { get; }

    public string Folder => disk.Path;

    /// <summary>The demo's layers, bottom to top: file, media type, digest of the tar.</summary>
    public IReadOnlyList<(string File, string MediaType, string DiffId)> DemoLayers { get; }

    /// <summary>The blobs of the demo's layers, bottom to top.</summary>
    public IReadOnlyList<string> LayerFiles => [.. DemoLayers.Select(layer => layer.File)];

    /// <summary>The demo's image; made when it is first wanted.</summary>
    public LayeredTree Demo => demo.Value;

    /// <summary>A new empty folder.</summary>
    public string NewFolder(string name)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>The words of a call of our command on the demo's store.</summary>
    public string[] Strata(params string[] words) => [Options.Strata, "--root", Demo.Store, .. words];

    public void Dispose()
    {
        Environment.CurrentDirectory = "/";
        disk.Dispose();
    }

    private static List<(string File, string MediaType, string DiffId)> ReadLayers(Options options)
    {
        string File(JsonElement descriptor) => Path.Combine(options.Layout, "blobs", descriptor.GetProperty("digest").GetString()!.Replace(':', '/'));
        using JsonDocument index = Read(Path.Combine(options.Layout, "index.json"));
        JsonElement descriptor = index.RootElement.GetProperty("manifests").EnumerateArray().First(manifest =>
            manifest.GetProperty("annotations").GetProperty("org.opencontainers.image.ref.name").GetString() == options.Tag);
        using JsonDocument manifest = Read(File(descriptor));
        using JsonDocument configuration = Read(File(manifest.RootElement.GetProperty("config")));
        IEnumerable<string> diffIds = configuration.RootElement.GetProperty("rootfs").GetProperty("diff_ids").EnumerateArray().Select(id => id.GetString()!);
        return [.. manifest.RootElement.GetProperty("layers").EnumerateArray().Zip(diffIds, (layer, diffId) => (File(layer), layer.GetProperty("mediaType").GetString()!, diffId))];
    }

    private static JsonDocument Read(string file) => JsonDocument.Parse(System.IO.File.ReadAllBytes(file));

    private LayeredTree MakeDemo()
    {
        string store = Path.Combine(Folder, "store");
        IReadOnlyList<string> folders = UnpackedLayers.Make(LayerFiles, Path.Combine(Folder, "layers"));
        Command.Time(Options.Strata, "--root", store, "load", "-i", $"{Options.Layout}:{Options.Tag}");
        LayeredTree tree = new(Folder, folders, store, $"{Options.Tag}:latest", Path.Combine(Folder, "demo"));
        using Mount mount = new KernelOverlay().Show(tree, "demo-source", writable: false);
        Command.Time("cp", "-a", mount.Path, tree.Merged!);
        return tree;
    }
}
