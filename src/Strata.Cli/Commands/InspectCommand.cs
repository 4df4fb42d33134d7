using System.CommandLine;
using System.Text.Json;
using Strata.Images;

namespace Strata.Cli.Commands;

/// <summary><c>strata inspect</c>.</summary>
internal static class InspectCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption store)
    {
        Argument<string[]> images = new("IMAGE") { Arity = ArgumentArity.OneOrMore, Description = "Names or IDs" };
        DocumentedCommand command = new(
            "inspect",
            "Show the configuration and the layers of images, as JSON",
            "strata inspect base:latest",
            "strata inspect base | jq '.[0].Config.Env'")
        {
            images,
        };
        command.SetAction(parse =>
        {
            using OpenedStore opened = OpenedStore.Open(store, parse);
            IReadOnlyList<ImageReport> reports;

            // Held so that nothing is removed between the list and what it leads to.
            using (opened.Blobs.Hold())
            {
                reports = [.. parse.GetValue(images)!.Select(name => Report(opened, opened.Images.Resolve(name)))];
            }

            parse.InvocationConfiguration.Output.Write(JsonSerializer.Serialize(reports, ImageJson.Readable.IReadOnlyListImageReport) + "\n");
            return ExitCode.Ok;
        });
        return command;
    }

    private static ImageReport Report(OpenedStore store, Image image)
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
