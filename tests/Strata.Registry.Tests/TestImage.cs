using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Strata.Blobs;
using Strata.Images;

namespace Strata.Registry.Tests;

/// <summary>An image made in memory: a layer for each content, a configuration and a manifest.</summary>
internal sealed class TestImage
{
    private TestImage(string architecture, IEnumerable<byte[]> contents, bool isPlain)
    {
        JsonArray layers = [];
        JsonArray diffIds = [];
        foreach (byte[] content in contents)
        {
            byte[] tar = Tar(content);
            byte[] blob = isPlain ? tar : Gzip(tar);
            diffIds.Add(Digest.Of(tar).ToString());
            layers.Add(Describe(isPlain ? MediaTypes.OciLayer : MediaTypes.OciLayer + "+gzip", blob));
            Layers.Add(blob);
            Tars.Add(tar);
        }

        Config = Bytes(new JsonObject
        {
            ["architecture"] = architecture,
            ["os"] = "linux",
            ["config"] = new JsonObject { ["Cmd"] = new JsonArray("/bin/" + architecture) },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = diffIds },
        });
        Manifest = Bytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciManifest,
            ["config"] = Describe(MediaTypes.OciConfig, Config),
            ["layers"] = layers,
        });
    }

    public byte[] Config { get; }

    public byte[] Manifest { get; }

    public List<byte[]> Layers { get; } = [];

    public List<byte[]> Tars { get; } = [];

    public static string ThisArchitecture => Platform.ThisMachine.Architecture;

    /// <summary>An image for this machine whose layers are gzip of these contents.</summary>
    public static TestImage Of(params byte[][] contents) => new(ThisArchitecture, contents, isPlain: false);

    public static TestImage For(string architecture, params byte[][] contents) => new(architecture, contents, isPlain: false);

    public static TestImage Plain(params byte[][] contents) => new(ThisArchitecture, contents, isPlain: true);

    /// <summary>So many bytes that do not compress, the same for the same seed.</summary>
    public static byte[] Noise(int seed, int length)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static JsonObject Describe(string mediaType, byte[] blob) =>
        new() { ["mediaType"] = mediaType, ["digest"] = Digest.Of(blob).ToString(), ["size"] = blob.Length };

    public static byte[] Bytes(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    /// <summary>Writes it as an OCI layout.</summary>
    public string WriteLayout(string folder, string tag)
    {
        Directory.CreateDirectory(Path.Combine(folder, "blobs", "sha256"));
        foreach (byte[] blob in (IEnumerable<byte[]>)[.. Layers, Config, Manifest])
        {
            File.WriteAllBytes(Path.Combine(folder, "blobs", "sha256", Convert.ToHexStringLower(SHA256.HashData(blob))), blob);
        }

        JsonObject entry = Describe(MediaTypes.OciManifest, Manifest);
        entry["annotations"] = new JsonObject { ["org.opencontainers.image.ref.name"] = tag };
        File.WriteAllBytes(Path.Combine(folder, "index.json"), Bytes(new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(entry) }));
        File.WriteAllText(Path.Combine(folder, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        return folder;
    }

    private static byte[] Tar(byte[] content)
    {
        using MemoryStream bytes = new();
        using (TarWriter writer = new(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "file-" + Convert.ToHexStringLower(SHA256.HashData(content))[..8])
            {
                DataStream = new MemoryStream(content),
                ModificationTime = DateTimeOffset.UnixEpoch,
            });
        }

        return bytes.ToArray();
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }
}
