using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Strata.Blobs;
using Strata.Testing;

namespace Strata.Images.Tests;

/// <summary>An OCI layout made by umoci, and ways to spoil it.</summary>
internal sealed class TestLayout
{
    private readonly Workplace workplace;

    public TestLayout(Workplace workplace, string name = "layout")
    {
        this.workplace = workplace;
        Folder = workplace.Path(name);
        Tool.Of("umoci", "init", "--layout", Folder);
    }

    public string Folder { get; }

    public string IndexPath => Path.Combine(Folder, "index.json");

    /// <summary>A tar with one file of that content.</summary>
    public static string Tar(Workplace workplace, string name, string content)
    {
        string folder = workplace.Path("tree-" + name);
        Directory.CreateDirectory(Path.Combine(folder, "dir"));
        File.WriteAllText(Path.Combine(folder, "dir", name), content);
        string tar = workplace.Path(name + ".tar");
        Tool.Of("tar", "--sort=name", "--mtime=@1700000000", "-C", folder, "-cf", tar, ".");
        return tar;
    }

    /// <summary>A content of so many bytes that does not compress, the same for the same seed.</summary>
    public static string Noise(int seed, int length)
    {
        StringBuilder text = new(length + 64);
        for (int i = 0; text.Length < length; i++)
        {
            text.Append(Convert.ToHexString(SHA256.HashData(BitConverter.GetBytes(((long)seed << 32) + i))));
        }

        return text.ToString(0, length);
    }

    /// <summary>Adds an image of these tars.</summary>
    public TestLayout With(string tag, params string[] tars)
    {
        string image = $"{Folder}:{tag}";
        Tool.Of("umoci", "new", "--image", image);
        foreach (string tar in tars)
        {
            Tool.Of("umoci", "raw", "add-layer", "--image", image, tar);
        }

        Tool.Of("umoci", "config", "--image", image, "--config.cmd", "/bin/" + tag, "--config.env", "A=" + tag);
        Tool.Of("umoci", "gc", "--layout", Folder);
        return this;
    }

    public string BlobPath(string digest) => Path.Combine(Folder, "blobs", "sha256", digest["sha256:".Length..]);

    public JsonObject Index() => JsonNode.Parse(File.ReadAllText(IndexPath))!.AsObject();

    public void WriteIndex(JsonNode index) => File.WriteAllText(IndexPath, index.ToJsonString());

    public JsonObject Manifest() => JsonNode.Parse(File.ReadAllText(BlobPath(ManifestDigest())))!.AsObject();

    public string ManifestDigest() => (string)Index()["manifests"]![0]!["digest"]!;

    public string LayerPath(int layer) => BlobPath((string)Manifest()["layers"]![layer]!["digest"]!);

    public JsonObject Config() => JsonNode.Parse(File.ReadAllText(BlobPath((string)Manifest()["config"]!["digest"]!)))!.AsObject();

    /// <summary>Writes a document as a blob; its descriptor.</summary>
    public JsonObject Put(JsonNode document, string mediaType)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(document.ToJsonString());
        string digest = Digest.Of(bytes).ToString();
        File.WriteAllBytes(BlobPath(digest), bytes);
        return new JsonObject { ["mediaType"] = mediaType, ["digest"] = digest, ["size"] = bytes.Length };
    }

    /// <summary>Replaces the first image's manifest and makes the index point to the new one.</summary>
    public void Replace(JsonObject manifest)
    {
        JsonObject index = Index();
        JsonObject descriptor = Put(manifest, MediaTypes.OciManifest);
        descriptor["annotations"] = index["manifests"]![0]!["annotations"]!.DeepClone();
        index["manifests"]![0] = descriptor;
        WriteIndex(index);
    }

    /// <summary>Replaces the first image's configuration, with a manifest that promises the new one.</summary>
    public void Replace(Func<JsonObject, JsonObject> change)
    {
        JsonObject manifest = Manifest();
        manifest["config"] = Put(change(Config()), MediaTypes.OciConfig);
        Replace(manifest);
    }

    /// <summary>The same as an archive by tar.</summary>
    public string Archive()
    {
        string path = workplace.Path(Path.GetFileName(Folder) + ".tar");
        Tool.Of("tar", "-C", Folder, "-cf", path, "oci-layout", "index.json", "blobs");
        return path;
    }
}
