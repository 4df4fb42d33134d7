using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Strata.Blobs;

namespace Strata.Images;

/// <summary>
/// Reads image documents: lenient about fields it does not know, strict about everything that it relies on. Every message
/// names the document.
/// </summary>
internal static class Documents
{
    /// <summary>The largest document, in bytes; the distribution specification asks registries to take manifests of 4 MiB.</summary>
    public const int MaxSize = 4 << 20;

    /// <summary>The most layers of an image, a bound for hostile documents; Docker itself stops at 127.</summary>
    public const int MaxLayers = 1000;

    /// <summary>Reads a manifest.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="mediaType">What the descriptor that led here says it is; null where the store itself kept it.</param>
    /// <param name="where">What it is called in messages.</param>
    public static Manifest ReadManifest(ReadOnlySpan<byte> bytes, string? mediaType, string where)
    {
        ManifestJson json = ReadEither(bytes, mediaType, where);
        Descriptor config = Descriptor.From(json.Config, $"{where}: the config");
        if (!MediaTypes.IsConfig(config.MediaType))
        {
            throw new ImageException($"{where} is not the manifest of a container image: its config is {config.MediaType}");
        }

        if (json.Layers is null || json.Manifests is not null)
        {
            throw new ImageException($"{where} is not a manifest: it {(json.Layers is null ? "has no layers" : "also lists manifests")}");
        }

        if (json.Layers.Count == 0)
        {
            throw new ImageException($"{where} has no layers: there is nothing to mount");
        }

        if (json.Layers.Count > MaxLayers)
        {
            throw new ImageException($"{where} has {json.Layers.Count} layers; at most {MaxLayers} are taken");
        }

        List<Descriptor> layers = new(json.Layers.Count);
        foreach (DescriptorJson? item in json.Layers)
        {
            Descriptor layer = Descriptor.From(item, $"{where}: layer {layers.Count + 1}");
            layers.Add(MediaTypes.IsLayer(layer.MediaType)
                ? layer
                : throw new ImageException($"{where}: layer {layers.Count + 1} has the media type {layer.MediaType}, which is not a layer's"));
        }

        return new Manifest(mediaType ?? json.MediaType ?? MediaTypes.OciManifest, config, layers);
    }

    /// <summary>Reads an index of the promised media type.</summary>
    public static IReadOnlyList<Descriptor> ReadIndex(ReadOnlySpan<byte> bytes, string mediaType, string where)
    {
        ManifestJson json = ReadEither(bytes, mediaType, where);
        return json.Manifests is null || json.Layers is not null || json.Config is not null
            ? throw new ImageException($"{where} is not an index: {(json.Manifests is null ? "it lists no manifests" : "it also has layers")}")
            : [.. json.Manifests.Select((item, at) => Descriptor.From(item, $"{where}: entry {at + 1}"))];
    }

    /// <summary>Reads an image configuration.</summary>
    public static ImageConfig ReadConfig(ReadOnlySpan<byte> bytes, string where)
    {
        ConfigJson json = Read(bytes, DocumentJson.Default.ConfigJson, where);
        if (json.Rootfs is not { Type: "layers", DiffIds: { } diffIds })
        {
            throw new ImageException($"{where} is not the configuration of an image: it has no rootfs of the type \"layers\"");
        }

        ContainerConfigJson config = json.Config ?? new ContainerConfigJson();
        return new ImageConfig
        {
            Created = Time(json.Created),
            Author = json.Author ?? "",
            Architecture = json.Architecture ?? "",
            Os = json.Os ?? "",
            User = config.User ?? "",
            Env = config.Env ?? [],
            Entrypoint = config.Entrypoint ?? [],
            Cmd = config.Cmd ?? [],
            WorkingDir = config.WorkingDir ?? "",
            StopSignal = config.StopSignal ?? "",
            Volumes = [.. config.Volumes?.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>()],
            ExposedPorts = [.. config.ExposedPorts?.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>()],
            Labels = config.Labels ?? [],
            DiffIds = [.. diffIds.Select(text => DiffId(text, where))],
            History = [.. (json.History ?? []).Select(step =>
                new HistoryStep(Time(step.Created), step.CreatedBy ?? "", step.Comment ?? "", step.EmptyLayer))],
        };
    }

    /// <summary>Reads any document; an <see cref="ImageException"/> says where it is not JSON of that shape.</summary>
    public static T Read<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> shape, string where)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, shape) ?? throw new ImageException($"{where} is not a JSON object");
        }
        catch (JsonException e)
        {
            throw new ImageException($"{where} is not as it should be, at {e.Path ?? "its begin"} (line {e.LineNumber + 1})", e);
        }
    }

    private static ManifestJson ReadEither(ReadOnlySpan<byte> bytes, string? mediaType, string where)
    {
        ManifestJson json = Read(bytes, DocumentJson.Default.ManifestJson, where);
        if (json.SchemaVersion != 2)
        {
            throw new ImageException($"{where} has the schema version {json.SchemaVersion}; version 2 is what Strata reads");
        }

        return json.MediaType is { } own && mediaType is not null && own != mediaType
            ? throw new ImageException($"{where} says that it is {own}, what refers to it says {mediaType}")
            : json;
    }

    private static Digest DiffId(string text, string where) =>
        Digest.TryParse(text, out Digest digest) ? digest : throw new ImageException($"{where} has the diff ID \"{text}\", not a SHA-256 digest");

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
}
