using System.Globalization;
using System.Text;

namespace Strata.Bench.Peers;

/// <summary>The table of a run: what was measured, ours, theirs, the ratio, and the target.</summary>
internal sealed class Report(int rounds)
{
    private readonly List<(string What, string Ours, string Theirs, double Ratio, double Target)> rows = [];

    public void AddTimes(string what, Pair pair, double target) =>
        Add(what, $"{Pair.Median(pair.Ours):0.0} ms", $"{Pair.Median(pair.Theirs):0.0} ms", pair.Ratio, target);

    public void Add(string what, string ours, string theirs, double ratio, double target)
    {
        rows.Add((what, ours, theirs, ratio, target));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"   {what}: {ours} / {theirs} = {ratio:0.00} (at most {target})"));
    }

    public string ToMarkdown()
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

    public void WriteTo(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file, "# Side by side\n\n" + ToMarkdown());
    }
}
