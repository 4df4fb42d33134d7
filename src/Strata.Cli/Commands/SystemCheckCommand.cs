using System.CommandLine;
using System.Globalization;
using System.Text;
using Strata.Images.Checking;
using Strata.Images.Registry;

namespace Strata.Cli.Commands;

/// <summary><c>strata system check</c>.</summary>
internal static class SystemCheckCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption store)
    {
        Option<bool> readData = new("--read-data") { Description = "Read and compare every content, not only its size" };
        Option<bool> repair = new("--repair")
        {
            Description = "Take away what is unusable or unused, make again what is derived, and restore the rest from blobs that were kept "
                + "and from the registries it came from; what is sound stays as it is",
        };
        RegistryOptions registry = new();
        FormatOption format = new();
        DocumentedCommand command = new(
            "check",
            "Look whether everything that the images need is there and sound; exit code 1 where it is not",
            "strata system check",
            "strata system check --read-data",
            "strata system check --read-data --repair",
            "strata system check --format json | jq .Touched")
        {
            readData, repair, format,
        };
        registry.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(repair) && registry.AreGiven(result))
            {
                result.AddError("options for registries are for --repair, which restores what came from there");
            }
        });
        command.SetAction(parse =>
        {
            using OpenedStore opened = OpenedStore.OpenAsItIs(store, parse);
            CheckReport report = parse.GetValue(repair)
                ? Repair(opened, parse.GetValue(readData), registry.AccessOf(parse))
                : opened.Images.Check(opened.Uses, parse.GetValue(readData));
            _ = Output.Write(parse, report, format.IsJson(parse), StoreJson.Default.CheckReport, found => Text(found, parse.GetValue(repair)));
            return report.IsSound ? ExitCode.Ok : ExitCode.Damaged;
        });
        return command;
    }

    private static CheckReport Repair(OpenedStore opened, bool readData, RegistryAccess access)
    {
        using BreakOff breakOff = new();
        return opened.Images.Repair(opened.Uses, readData, access, breakOff.Token);
    }

    private static string Text(CheckReport report, bool repaired)
    {
        StringBuilder text = new();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{report.Images} images, {report.Layers} layers, {report.Chains} chain images, {report.Contents} contents with {ByteSize.Show(report.ContentBytes)}{(report.DataRead ? ", all read" : "")}\n");
        foreach (Damage damage in report.Damages)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(damage.IsMended ? "mended" : "DAMAGED")}: {NameOf(damage.Kind)} {damage.Name}: {damage.Problem}");
            text.Append(damage.Done is null ? "" : "; " + damage.Done);
            text.Append(damage.Images.Count == 0 ? "\n" : $"\n    images: {string.Join(", ", damage.Images)}\n");
        }

        foreach (string stranger in report.Strangers)
        {
            text.Append(CultureInfo.InvariantCulture, $"not the store's, left alone: {stranger}\n");
        }

        foreach (string problem in report.NotFetched)
        {
            text.Append(CultureInfo.InvariantCulture, $"not restored: {problem}\n");
        }

        if (report.Unused is { } unused && unused.Recipes + unused.Chains + unused.Documents + unused.Contents > 0)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{(repaired ? "unused, taken away" : "unused")}: {unused.Recipes} layers, {unused.Chains} chain images, {unused.Documents} documents, {unused.Contents} contents, together {ByteSize.Show(unused.Bytes)}\n");
        }

        text.Append(report.IsSound ? "sound\n" : $"damaged; images touched: {(report.Touched.Count == 0 ? "all" : string.Join(", ", report.Touched))}\n{Advice(report)}");
        return text.ToString();
    }

    private static string Advice(CheckReport report) =>
        report.Damages.Any(damage => damage.Kind == PartKind.List)
            ? "--repair makes the list again, without names; \"strata load\" or \"strata tag\" gives them back.\n"
            : report.Touched.Count == 0 ? "" : "\"strata pull\" or \"strata load\" of these images, from where they came, restores them.\n";

    private static string NameOf(PartKind kind) => kind switch
    {
        PartKind.List => "list",
        PartKind.Manifest => "manifest",
        PartKind.Configuration => "configuration",
        PartKind.Recipe => "layer",
        PartKind.ChainImage => "chain image",
        PartKind.Content => "content",
        PartKind.KeptBlob => "kept blob",
        _ => "reference:",
    };
}
