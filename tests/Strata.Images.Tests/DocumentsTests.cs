using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Strata.Images.Tests;

[Trait("Kind", "Unit")]
public sealed class DocumentsTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private const string Config =
        $$$"""{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{{Digest}}}","size":7}""";

    private const string Layer =
        $$$"""{"mediaType":"application/vnd.oci.image.layer.v1.tar+zstd","digest":"{{{Digest}}}","size":5}""";

    [Fact]
    public void Manifest_IsReadWithUnknownFields()
    {
        Manifest manifest = ReadManifest(
            $$$"""{"schemaVersion":2,"new":{"a":[1]},"config":{{{Config}}},"layers":[{{{Layer}}},{{{Layer}}}],"annotations":{"x":"y"}}""");

        Assert.Equal(7, manifest.Config.Size);
        Assert.Equal([5, 5], manifest.Layers.Select(layer => layer.Size));
        Assert.Equal(Digest, manifest.Layers[0].Digest.ToString());
    }

    [Theory]
    [InlineData("not json", "not as it should be")]
    [InlineData("null", "not a JSON object")]
    [InlineData("""{"schemaVersion":1}""", "schema version 1")]
    [InlineData($$$"""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","config":{{{Config}}},"layers":[{{{Layer}}}]}""", "says that it is")]
    [InlineData($$$"""{"schemaVersion":2,"config":{{{Config}}},"layers":[{{{Layer}}}],"manifests":[]}""", "also lists manifests")]
    [InlineData($$$"""{"schemaVersion":2,"config":{{{Config}}}}""", "has no layers")]
    [InlineData($$$"""{"schemaVersion":2,"config":{{{Config}}},"layers":[]}""", "has no layers")]
    [InlineData($$$"""{"schemaVersion":2,"layers":[{{{Layer}}}]}""", "lacks a media type")]
    [InlineData($$$"""{"schemaVersion":2,"config":{{{Layer}}},"layers":[{{{Layer}}}]}""", "not the manifest of a container image")]
    [InlineData($$$"""{"schemaVersion":2,"config":{{{Config}}},"layers":[{{{Config}}}]}""", "which is not a layer's")]
    [InlineData($$$"""{"schemaVersion":2,"config":{{{Config}}},"layers":[null]}""", "lacks a media type")]
    public void WrongManifest_IsRefusedWithItsReason(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<ImageException>(() => ReadManifest(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("sha512:00", 1, "has the digest")]
    [InlineData("sha256:0123", 1, "has the digest")]
    [InlineData(Digest, -1, "negative size")]
    public void WrongDescriptor_IsRefused(string digest, long size, string reason)
    {
        string config = $$$"""{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{{digest}}}","size":{{{size}}}}""";

        ImageException e = Assert.Throws<ImageException>(
            () => ReadManifest($$$"""{"schemaVersion":2,"config":{{{config}}},"layers":[{{{Layer}}}]}"""));

        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ImageConfiguration_IsReadWhole()
    {
        ImageConfig config = ReadConfig($$$"""
            {
              "created": "2024-05-06T07:08:09.123456789Z", "author": "me", "architecture": "amd64", "os": "linux", "variant": "v2",
              "config": {
                "User": "1:2", "Env": ["A=b", "C="], "Entrypoint": ["/e"], "Cmd": ["c", "d"], "WorkingDir": "/w", "StopSignal": "SIGINT",
                "Volumes": {"/v": {}}, "ExposedPorts": {"80/tcp": {}, "53/udp": {}}, "Labels": {"l": "m"}, "Healthcheck": {"Test": ["NONE"]}
              },
              "rootfs": {"type": "layers", "diff_ids": ["{{{Digest}}}"]},
              "history": [{"created_by": "step", "empty_layer": true}, {"comment": "note"}]
            }
            """);

        Assert.Equal(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero), config.Created!.Value.AddTicks(-(config.Created.Value.Ticks % TimeSpan.TicksPerSecond)));
        Assert.Equal(("me", "amd64", "linux", "1:2", "/w", "SIGINT"), (config.Author, config.Architecture, config.Os, config.User, config.WorkingDir, config.StopSignal));
        Assert.Equal(["A=b", "C="], config.Env);
        Assert.Equal(["/e"], config.Entrypoint);
        Assert.Equal(["c", "d"], config.Cmd);
        Assert.Equal(["/v"], config.Volumes);
        Assert.Equal(["53/udp", "80/tcp"], config.ExposedPorts);
        Assert.Equal("m", config.Labels["l"]);
        Assert.Equal([new HistoryStep(null, "step", "", true), new HistoryStep(null, "", "note", false)], config.History);
        Assert.Equal(Digest, Assert.Single(config.DiffIds).ToString());
    }

    [Fact]
    public void ImageConfigurationOfNulls_HasDefaults()
    {
        ImageConfig config = ReadConfig(
            $$$"""{"config":{"Env":null,"Cmd":null,"Labels":null,"Volumes":null},"history":null,"rootfs":{"type":"layers","diff_ids":["{{{Digest}}}"]}}""");

        Assert.Empty(config.Env);
        Assert.Empty(config.Labels);
        Assert.Empty(config.History);
        Assert.Null(config.Created);
    }

    [Fact]
    public void RandomBytes_AreAnswersAndNoCrashes()
    {
        byte[] good = Encoding.UTF8.GetBytes(
            $$$"""{"schemaVersion":2,"config":{{{Config}}},"layers":[{{{Layer}}}],"rootfs":{"type":"layers","diff_ids":["{{{Digest}}}"]}}""");
        Gen<byte[]> damaged =
            from at in Gen.Choose(0, good.Length - 1)
            from value in Gen.Choose(0, 255)
            from length in Gen.Choose(0, good.Length)
            select Damage(good, at, (byte)value, length);
        Prop.ForAll(damaged.ToArbitrary(), bytes =>
        {
            Try(() => Documents.ReadManifest(bytes, MediaTypes.OciManifest, "it"));
            Try(() => Documents.ReadIndex(bytes, MediaTypes.OciIndex, "it"));
            Try(() => Documents.ReadConfig(bytes, "it"));
            return true;
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    private static byte[] Damage(byte[] good, int at, byte value, int length)
    {
        byte[] bytes = [.. good];
        bytes[at] = value;
        return bytes[..length];
    }

    private static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (ImageException)
        {
            // An answer.
        }
    }

    private static Manifest ReadManifest(string json) =>
        Documents.ReadManifest(Encoding.UTF8.GetBytes(json), MediaTypes.OciManifest, "the manifest");

    private static ImageConfig ReadConfig(string json) => Documents.ReadConfig(Encoding.UTF8.GetBytes(json), "the configuration");
}
