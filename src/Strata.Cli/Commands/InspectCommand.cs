using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Containers;
using Strata.Images;

namespace Strata.Cli.Commands;

/// <summary><c>strata inspect</c>.</summary>
internal static class InspectCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption store)
    {
        Argument<string[]> names = new("NAME") { Arity = ArgumentArity.OneOrMore, Description = "Names or IDs of containers or images" };
        DocumentedCommand command = new(
            "inspect",
            "Show containers, or the configuration and the layers of images, as JSON",
            "strata inspect web",
            "strata inspect base:latest",
            "strata inspect base | jq '.[0].Config.Env'")
        {
            names,
        };
        command.SetAction(parse =>
        {
            using Store opened = Store.Open(store.PathOf(parse));
            JsonArray reports;

            // Held so that nothing is removed between the list and what it leads to.
            using (opened.Blobs.Hold())
            {
                // As Docker: a name is a container's before it is an image's.
                reports = new JsonArray([.. parse.GetRequiredValue(names).Select(name => opened.Containers.TryFind(name) is { } container
                    ? ContainerInspection.Of(opened, opened.Containers.Look(container))
                    : JsonSerializer.SerializeToNode(Report(opened, opened.Images.Resolve(name)), ImageJson.Readable.ImageReport))]);
            }

            parse.InvocationConfiguration.Output.Write(Text(reports) + "\n");
            return ExitCode.Ok;
        });
        return command;
    }

    private static string Text(JsonArray reports)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            reports.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static ImageReport Report(Store store, Image image)
    {
        ImageConfig config = image.Config;
        return new ImageReport
        {
            Id = image.Id.ToString(),
            RepoTags = image.Names,
            RepoDigests =
            [
                .. image.Names.Select(name => $"{name[..name.LastIndexOf(':')]}@{image.ManifestDigest}").Union(image.Origins).Order(StringComparer.Ordinal),
            ],
            Descriptor = new BlobReport(image.Manifest.MediaType, image.ManifestDigest.ToString()),
            Created = config.Created,
            Author = config.Author,
            Architecture = config.Architecture,
            Os = config.Os,
            Config = new ImageConfigReport
            {
                User = config.User,
                Env = config.Env,
                Entrypoint = config.Entrypoint,
                Cmd = config.Cmd,
                WorkingDir = config.WorkingDir,
                StopSignal = config.StopSignal,
                Volumes = config.Volumes.ToDictionary(path => path, static _ => new EmptyReport()),
                ExposedPorts = config.ExposedPorts.ToDictionary(port => port, static _ => new EmptyReport()),
                Labels = config.Labels,
            },
            Size = store.Images.TarSizeOf(image),
            RootFs = new RootFsReport("layers", [.. image.DiffIds.Select(diffId => diffId.ToString())]),
            ChainId = image.ChainId.ToString(),
            Layers =
            [
                .. image.Manifest.Layers.Zip(image.DiffIds, (layer, diffId) => new LayerReport(
                    diffId.ToString(), layer.Digest.ToString(), layer.MediaType, layer.Size, store.Images.TarSizeOf(diffId))),
            ],
        };
    }
}
