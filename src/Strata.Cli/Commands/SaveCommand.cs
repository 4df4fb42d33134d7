using System.CommandLine;
using Strata.Images;

namespace Strata.Cli.Commands;

/// <summary><c>strata save</c>.</summary>
internal static class SaveCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption store)
    {
        Argument<string[]> images = new("IMAGE") { Arity = ArgumentArity.OneOrMore, Description = "Names or IDs" };
        Option<string?> output = new("--output", "-o")
        {
            HelpName = "PATH",
            Description = "File, or folder for oci-dir, that gets its name when it is complete (by default, or with -, standard output)",
        };
        Option<string> format = new("--format")
        {
            HelpName = "docker-archive|oci-archive|oci-dir",
            Description = "What to write: as docker save does, with an OCI layout inside (default), an OCI layout as a tar, or as a folder",
            DefaultValueFactory = static _ => "docker-archive",
        };
        format.AcceptOnlyFromAmong("docker-archive", "oci-archive", "oci-dir");
        Option<string> compress = new("--compress")
        {
            HelpName = "kept|none|gzip",
            Description = "How layers leave: as they came where that was kept and plain otherwise (default), plain, or compressed by gzip",
            DefaultValueFactory = static _ => "kept",
        };
        compress.AcceptOnlyFromAmong("kept", "none", "gzip");
        DocumentedCommand command = new(
            "save",
            "Write images to an archive or an OCI layout; their layers leave byte for byte as they came",
            "strata save -o image.tar base:latest",
            "strata save base:1 base:2 | docker load",
            "strata save --format oci-dir -o ./layout base:latest",
            "strata save --format oci-archive --compress gzip -o image.tar base")
        {
            images,
            output,
            format,
            compress,
        };
        command.SetAction(parse =>
        {
            SaveRequest request = new(parse.GetValue(images)!, FormatOf(parse.GetValue(format)!), FormOf(parse.GetValue(compress)!));
            using BreakOff interrupted = new();
            using OpenedStore opened = OpenedStore.Open(store, parse);
            opened.Images.Save(request, parse.GetValue(output), interrupted.Token);
            return ExitCode.Ok;
        });
        return command;
    }

    private static SaveFormat FormatOf(string text) => text switch
    {
        "oci-dir" => SaveFormat.OciFolder,
        "oci-archive" => SaveFormat.OciArchive,
        _ => SaveFormat.DockerArchive,
    };

    private static LayerForm FormOf(string text) => text switch
    {
        "none" => LayerForm.Plain,
        "gzip" => LayerForm.Gzip,
        _ => LayerForm.AsKept,
    };
}
