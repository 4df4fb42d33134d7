using System.CommandLine;
using System.Globalization;
using Strata.Images;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Cli.Commands;

/// <summary><c>strata image tree</c>.</summary>
internal static class ImageTreeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption store)
    {
        Argument<string> image = new("IMAGE") { Description = "A name or an ID" };
        Option<bool> files = new("--files") { Description = "Show every path with its layer, too (JSON always has them)" };
        FormatOption format = new();
        DocumentedCommand command = new(
            "tree",
            "Show which layer each file comes from, what is overwritten or deleted, and how much of the layers is wasted so",
            "strata image tree base:latest",
            "strata image tree --files base | grep /etc/",
            "strata image tree --format json base | jq .WastedBytes")
        {
            image,
            files,
            format,
        };
        command.SetAction(parse =>
        {
            using OpenedStore opened = OpenedStore.Open(store, parse);
            (Image found, LayerAccount account) = opened.Images.Account(parse.GetValue(image)!);
            TreeReport report = Report(found, account);
            bool withFiles = parse.GetValue(files);
            return Output.Write(parse, report, format.IsJson(parse), ImageJson.Readable.TreeReport, all => Text(all, withFiles));
        });
        return command;
    }

    private static TreeReport Report(Image image, LayerAccount account)
    {
        List<AccountedPath> visible = [.. account.Visible()];
        ILookup<int, AccountedPath> shown = visible.Where(path => path.Kind != EntryKind.Directory).ToLookup(path => path.Layer);
        ILookup<int, WastedPath> hidden = account.Wasted.ToLookup(path => path.Layer);
        return new TreeReport(
            [
                .. image.DiffIds.Select((diffId, at) => new TreeLayerRow(
                    at + 1, diffId.ToString(), shown[at].Sum(path => path.Size) + hidden[at].Sum(path => path.Size), hidden[at].Sum(path => path.Size), shown[at].Count())),
            ],
            account.Wasted.Sum(path => path.Size),
            [.. account.Wasted.Select(path => new TreeWastedRow(Show(path.Path), path.Layer + 1, path.By + 1, path.IsDeleted ? "deleted" : "overwritten", path.Size))],
            [.. visible.Select(path => new TreeFileRow(Show(path.Path), path.Layer + 1, path.Kind.ToString().ToLowerInvariant(), path.Size))]);
    }

    private static string Text(TreeReport report, bool withFiles)
    {
        TextTable layers = new("#", "LAYER", "FILES", "SIZE", "WASTED");
        foreach (TreeLayerRow layer in report.Layers)
        {
            layers.Add(Number(layer.Number), ImageText.Short(layer.DiffID), Number(layer.Files), ByteSize.Show(layer.Bytes), ByteSize.Show(layer.WastedBytes));
        }

        TextTable wasted = new("WASTED", "LAYER", "HOW", "BY", "PATH");
        foreach (TreeWastedRow path in report.Wasted.OrderByDescending(path => path.Bytes))
        {
            wasted.Add(ByteSize.Show(path.Bytes), Number(path.Layer), path.How, Number(path.By), path.Path);
        }

        TextTable files = new("LAYER", "SIZE", "PATH");
        foreach (TreeFileRow file in report.Files)
        {
            files.Add(Number(file.Layer), ByteSize.Show(file.Bytes), file.Path);
        }

        return $"{layers}\n{(report.Wasted.Count > 0 ? $"{wasted}\n" : "")}{(withFiles ? $"{files}\n" : "")}{ByteSize.Show(report.WastedBytes)} wasted\n";
    }

    private static string Show(ReadOnlyMemory<byte> path) => "/" + PathText.Show(path.Span);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
