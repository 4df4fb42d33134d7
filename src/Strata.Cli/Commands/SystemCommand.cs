using System.CommandLine;
using System.Globalization;
using Strata.Images;

namespace Strata.Cli.Commands;

/// <summary><c>strata system</c> and what is below it.</summary>
internal static class SystemCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption store) =>
        new DocumentedCommand("system", "Look at the store as a whole", "strata system df", "strata system check --read-data")
        {
            CreateDf(store), SystemCheckCommand.Create(store), SystemPruneCommand.Create(store),
        };

    private static DocumentedCommand CreateDf(StoreOption store)
    {
        FormatOption format = new();
        Option<bool> verbose = new("--verbose", "-v") { Description = "Image by image: what it needs alone, what with others, what comes back when it goes" };
        DocumentedCommand command = new(
            "df",
            "Show what the images amount to and what they cost on the disk",
            "strata system df",
            "strata system df -v",
            "strata system df --format json | jq .BytesRatio")
        {
            verbose, format,
        };
        command.SetAction(parse =>
        {
            using OpenedStore opened = OpenedStore.Open(store, parse);
            if (parse.GetValue(verbose))
            {
                StoreSharesReport shares = SharesTable.Report(opened.Images.Shares(opened.Uses()), DateTimeOffset.UtcNow);
                return Output.Write(parse, shares, format.IsJson(parse), StoreJson.Default.StoreSharesReport, SharesTable.Text);
            }

            StoreUsage usage = opened.Images.Usage();
            DiskReport report = new(
                new DiskStage(usage.Images, usage.ImageBytes, usage.ImageInodes),
                new DiskStage(usage.Layers, usage.LayerBytes, usage.LayerInodes),
                new DiskStage(usage.UniqueContents, usage.UniqueBytes, usage.UniqueContents),
                new DiskStage(null, usage.DiskBytes, usage.DiskInodes),
                Math.Round(usage.BytesRatio, 4),
                Math.Round(usage.InodesRatio, 4));
            return Output.Write(parse, report, format.IsJson(parse), ImageJson.Readable.DiskReport, Table);
        });
        return command;
    }

    private static string Table(DiskReport report)
    {
        TextTable table = new("TYPE", "COUNT", "BYTES", "INODES");
        Row("Images, each for itself", report.Images);
        Row("Distinct layers, unpacked", report.Layers);
        Row("Unique contents of files", report.Unique);
        Row("On disk, everything", report.Disk);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{table}\nOn disk / unique bytes: {report.BytesRatio:0.000}\nInodes on disk / unpacked: {report.InodesRatio:0.000}\n");

        void Row(string name, DiskStage stage) => table.Add(
            name,
            stage.Count?.ToString(CultureInfo.InvariantCulture) ?? "",
            ByteSize.Show(stage.Bytes),
            stage.Inodes.ToString(CultureInfo.InvariantCulture));
    }
}
