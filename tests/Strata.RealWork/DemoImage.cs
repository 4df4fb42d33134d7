using System.Text.Json;
using Strata.Testing;

namespace Strata.RealWork;

/// <summary>
/// The demo's image, once in a store of ours and once as unpacked layers for the kernel's overlayfs. Shared by all tests of
/// the assembly and removed after them.
/// </summary>
public sealed class DemoImage : IDisposable
{
    private readonly string folder = Path.Combine("/var/tmp", $"strata-realwork-{Environment.ProcessId}");
    private int runs;

    public DemoImage()
    {
        string root = RepositoryRoot();
        Strata = PublishedCommand.Path;
        Shell.Check(Path.Combine(root, "fixtures/make-image.sh"));
        string layout = Path.Combine(root, "fixtures/cache/demo");
        Archive = layout + "-archive";
        Directory.CreateDirectory(folder);
        Shell.Check(Strata, "--root", Store, "load", "-i", layout);
        LowerDir = UnpackLayers(layout);
    }

    public string Strata { get; }

    /// <summary>Debian packages with an index.</summary>
    public string Archive { get; }

    private string Store => Path.Combine(folder, "store");

    private string LowerDir { get; }

    /// <summary>Runs a script of the image's own shell as a container of ours.</summary>
    internal Shell InStrata(string script, params string[] options) =>
        Shell.Run([Strata, "--root", Store, "run", "--rm", "-w", "/", "-v", $"{Archive}:/archive:ro", .. options, "demo", "/bin/bash", "-euc", script]);

    /// <summary>Runs it over the kernel's overlayfs, in namespaces made by unshare.</summary>
    internal Shell InKernel(string script)
    {
        string place = Path.Combine(folder, $"kernel-{runs++}");
        foreach (string name in new[] { "upper", "work", "merged" })
        {
            Directory.CreateDirectory(Path.Combine(place, name));
        }

        return Shell.Run("unshare", "--mount", "--pid", "--fork", "--net", "--uts", "--ipc", "--propagation", "private", "--", "/bin/bash", "-euc", """
            lower=$1 place=$2 archive=$3 script=$4 root=$2/merged
            hostname realwork
            mount -t overlay overlay -o "lowerdir=$lower,upperdir=$place/upper,workdir=$place/work,redirect_dir=on" "$root"
            mount -t proc proc "$root/proc"
            mount --rbind /dev "$root/dev"
            mkdir -p "$root/archive"
            mount --bind "$archive" "$root/archive"
            exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root chroot "$root" /bin/bash -euc "$script"
            """, "kernel", LowerDir, place, Archive, script);
    }

    public void Dispose() => Shell.Check("rm", "-rf", "--one-file-system", folder);

    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Storage.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the tests run inside the repository: they need its fixtures");
    }

    private string UnpackLayers(string layout)
    {
        string Blob(JsonElement descriptor) => Path.Combine(layout, "blobs", descriptor.GetProperty("digest").GetString()!.Replace(':', '/'));
        using JsonDocument index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(layout, "index.json")));
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(Blob(index.RootElement.GetProperty("manifests")[0])));
        List<string> folders = [];
        foreach (JsonElement layer in manifest.RootElement.GetProperty("layers").EnumerateArray())
        {
            string target = Path.Combine(folder, "layers", $"{folders.Count}");
            folders.Insert(0, target);
            Shell.Check("/bin/bash", "-euc", """
                mkdir -p "$2"
                tar -xzf "$1" -C "$2"
                cd "$2"
                find . -name '.wh..wh..opq' -printf '%h\0' | xargs -0 -r setfattr -n trusted.overlay.opaque -v y
                find . -name '.wh..wh..opq' -delete
                find . -name '.wh.*' -print | while IFS= read -r path; do
                    rm "$path"
                    mknod "$(dirname "$path")/$(basename "$path" | sed 's/^\.wh\.//')" c 0 0
                done
                """, "unpack", Blob(layer), target);
        }

        return string.Join(':', folders);
    }
}
