using System.Globalization;
using System.Text;
using Strata.Bench.Peers.Measuring;

namespace Strata.Bench.Peers;

/// <summary>The table of a run: what was measured, ours, theirs, the ratio, and the target.</summary>
internal sealed class Report(int rounds)
{
    private readonly List<(string What, string Ours, string Theirs, double Ratio, double Target)> rows = [];

    /// <summary>Two lanes, see <see cref="Race.Between"/>.</summary>
    public void AddTimes(string what, Race race, double target)
    {
        IReadOnlyList<double> ours = race.Of("", "ours");
        IReadOnlyList<double> theirs = race.Of("", "theirs");
        Add(what, $"{Statistics.Median(ours):0.0} ms", $"{Statistics.Median(theirs):0.0} ms", Statistics.PairedRatio(ours, theirs), target);
    }

    public void Add(string what, string ours, string theirs, double ratio, double target)
    {
        rows.Add((what, ours, theirs, ratio, target));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"   {what}: {ours} / {theirs} = {ratio:0.00} (at most {target})"));
    }

    private string ToMarkdown()
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"Linux {Environment.OSVersion.Version.ToString(2)}, {Environment.ProcessorCount} cores; {DateTime.UtcNow:yyyy-MM-dd}; alternating, {rounds} rounds; times are medians, ratios paired medians; lower is better.");
        text.AppendLine();
        text.AppendLine("| what | Strata | peer | ratio | at most |");
        text.AppendLine("|---|---|---|---|---|");
        foreach (var (what, ours, theirs, ratio, target) in rows)
        {
            string mark = ratio <= target ? "" : " (missed)";
            text.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {ours} | {theirs} | {ratio:0.00}{mark} | {target} |");
        }

        return text.ToString();
    }

    /// <summary>Writes the table, unless nothing was measured, and prints it.</summary>
    public void WriteTo(string file)
    {
        if (rows.Count == 0)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file, "# Side by side\n\n" + ToMarkdown());
        Console.WriteLine(ToMarkdown());
    }
}
