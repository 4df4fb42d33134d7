namespace Strata.Bench.Peers;

/// <summary>Layers as overlayfs takes them: unpacked by tar, whiteouts turned into 0:0 devices and opaque xattrs.</summary>
internal static class UnpackedLayers
{
    public static IReadOnlyList<string> Make(IReadOnlyList<string> layerFiles, string folder)
    {
        List<string> folders = [];
        foreach (string file in layerFiles)
        {
            string target = Path.Combine(folder, $"l{folders.Count}");
            Directory.CreateDirectory(target);
            Command.Time("tar", "-xzf", file, "-C", target);
            Command.Shell($"""
                cd '{target}'
                find . -name '.wh..wh..opq' -printf '%h\0' | xargs -0 -r setfattr -n trusted.overlay.opaque -v y
                find . -name '.wh..wh..opq' -delete
                find . -name '.wh.*' -print | while IFS= read -r path; do
                    rm "$path"
                    mknod "$(dirname "$path")/$(basename "$path" | sed 's/^\.wh\.//')" c 0 0
                done
                """);
            folders.Add(target);
        }

        return folders;
    }
}
