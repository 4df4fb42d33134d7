using System.Globalization;
using System.Text;

namespace Strata.Bench.Peers.Driver;

/// <summary>The driver's results as Markdown.</summary>
internal static class DriverMarkdown
{
    private const string Head = """
        # The driver, side by side

        Each row is one work, done in turn by every column in one run, starting with another in each round; figures are medians, in
        milliseconds where no unit is given; lower is better. "/ kernel" and "/ fuse" are medians of the ratios round by round, to the
        kernel's overlayfs and to fuse-overlayfs, of ours in this order: folders · chain image · kernel driver. A limit stands for
        ours over FUSE, where no column is named. `driver.json` has every round.
        """;

    public static string Of(IReadOnlyList<SectionResult> sections)
    {
        StringBuilder text = new();
        text.AppendLine(Head);
        foreach (SectionResult section in sections)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {section.Title}").AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"{section.Measured}. `./run-bench.sh --only {section.Name}`").AppendLine();
            text.AppendLine("| work | ext4 | kernel overlayfs | fuse-overlayfs | folders | chain image | kernel driver | / kernel | at most | / fuse | at most |");
            text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|");
            foreach (RowResult row in section.Rows)
            {
                string figures = string.Join(" | ", Lanes.All.Select(lane => Figure(row, lane)));
                text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Work} | {figures} | {Ratios(row, Lanes.Kernel)} | {Wanted(row, Lanes.Kernel)} | {Ratios(row, Lanes.FuseOverlay)} | {Wanted(row, Lanes.FuseOverlay)} |");
            }

            if (section.Notes.Count > 0)
            {
                text.AppendLine();
                section.Notes.ForEach(note => text.AppendLine(CultureInfo.InvariantCulture, $"- {note}"));
            }
        }

        return text.ToString();
    }

    private static string Figure(RowResult row, string lane)
    {
        double median = row.Median(lane);
        if (double.IsNaN(median))
        {
            return "–";
        }

        string unit = row.Unit == "ms" ? "" : " " + row.Unit;
        Limit? own = row.Limits.FirstOrDefault(limit => limit.Against is null && limit.Concerns(lane));
        string wanted = own is null ? "" : string.Create(CultureInfo.InvariantCulture, $" (at most {own.AtMost}{(row.Misses(lane, null) ? ", missed" : "")})");
        return Number(median) + unit + wanted;
    }

    private static string Ratios(RowResult row, string against) => string.Join(" · ", Lanes.Ours.Select(lane =>
    {
        double ratio = row.Ratio(lane, against);
        return double.IsNaN(ratio) ? "–" : Number(ratio) + (row.Misses(lane, against) ? " (missed)" : "");
    }));

    private static string Wanted(RowResult row, string against) => string.Join(", ", row.Limits
        .Where(limit => limit.Against == against)
        .Select(limit => limit.AtMost.ToString(CultureInfo.InvariantCulture) + (limit.Lane is null ? "" : $" ({limit.Lane["strata, ".Length..]})")));

    private static string Number(double value) => value.ToString(
        Math.Abs(value) switch
        {
            < 0.1 => "0.000",
            < 10 => "0.00",
            < 100 => "0.0",
            _ => "0",
        },
        CultureInfo.InvariantCulture);
}
