using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Strata.Bench.Peers.Trees;

/// <summary>An image as an OCI layout: layers as plain tars, a configuration, a manifest, an index.</summary>
/// <param name="folder">The layout, made by this.</param>
internal sealed class LayoutWriter(string folder)
{
    private readonly JsonArray layers = [];
    private readonly JsonArray diffIds = [];

    private string Blobs => Path.Combine(folder, "blobs/sha256");

    /// <summary>Adds a layer on top of those that are there.</summary>
    public void Add(IReadOnlyList<Node> nodes)
    {
        Directory.CreateDirectory(Blobs);
        string staged = Path.Combine(Blobs, "staged");
        string digest;
        long size;
        using (FileStream file = new(staged, System.IO.FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 20))
        {
            using (TarWriter tar = new(file, TarEntryFormat.Pax, leaveOpen: true))
            {
                foreach (Node node in nodes)
                {
                    Write(tar, node);
                }
            }

            size = file.Length;
            file.Position = 0;
            digest = Convert.ToHexStringLower(SHA256.HashData(file));
        }

        File.Move(staged, Path.Combine(Blobs, digest), overwrite: true);
        layers.Add(Descriptor("application/vnd.oci.image.layer.v1.tar", digest, size));
        diffIds.Add("sha256:" + digest);
    }

    /// <summary>Adds a layer that is there as a blob of another layout.</summary>
    /// <param name="blob">The file, named by its digest.</param>
    /// <param name="mediaType">Its type.</param>
    /// <param name="diffId">The digest of its tar.</param>
    public void Add(string blob, string mediaType, string diffId)
    {
        Directory.CreateDirectory(Blobs);
        string digest = Path.GetFileName(blob);
        File.Copy(blob, Path.Combine(Blobs, digest), overwrite: true);
        layers.Add(Descriptor(mediaType, digest, new FileInfo(blob).Length));
        diffIds.Add(diffId);
    }

    /// <summary>Writes what says that the layers are an image.</summary>
    public void Complete(string tag)
    {
        JsonObject configuration = new()
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["config"] = new JsonObject(),
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = diffIds },
        };
        JsonObject manifest = new()
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = "application/vnd.oci.image.manifest.v1+json",
            ["config"] = WriteBlob("application/vnd.oci.image.config.v1+json", configuration),
            ["layers"] = layers,
        };
        JsonObject descriptor = WriteBlob("application/vnd.oci.image.manifest.v1+json", manifest);
        descriptor["annotations"] = new JsonObject { ["org.opencontainers.image.ref.name"] = tag };
        JsonObject index = new() { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(descriptor) };
        File.WriteAllText(Path.Combine(folder, "index.json"), index.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
    }

    private static JsonObject Descriptor(string type, string digest, long size) =>
        new() { ["mediaType"] = type, ["digest"] = "sha256:" + digest, ["size"] = size };

    private static void Write(TarWriter tar, Node node)
    {
        string name = node.Kind == NodeKind.Whiteout
            ? $"{node.Parent}/.wh.{Path.GetFileName(node.Path)}"
            : node.Path + (node.Kind == NodeKind.Folder ? "/" : "");
        TarEntryType type = node.Kind switch
        {
            NodeKind.Folder => TarEntryType.Directory,
            NodeKind.Symlink => TarEntryType.SymbolicLink,
            _ => TarEntryType.RegularFile,
        };
        using Stream? content = node.Kind == NodeKind.File ? node.OpenContent() : null;
        PaxTarEntry entry = new(type, name)
        {
            Mode = (UnixFileMode)node.Permissions,
            ModificationTime = DateTimeOffset.FromUnixTimeSeconds(node.Modified.Seconds),
        };
        if (node.Kind == NodeKind.Symlink)
        {
            entry.LinkName = node.Target;
        }
        else if (content is not null)
        {
            entry.DataStream = content;
        }

        tar.WriteEntry(entry);
        if (node.Opaque)
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"{node.Path}/.wh..wh..opq"));
        }
    }

    private JsonObject WriteBlob(string type, JsonObject content)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(content.ToJsonString());
        string digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        File.WriteAllBytes(Path.Combine(Blobs, digest), bytes);
        return Descriptor(type, digest, bytes.Length);
    }
}
