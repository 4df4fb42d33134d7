using System.Globalization;
using Strata.Bench.Peers.Measuring;

namespace Strata.Bench.Peers.Driver;

/// <summary>Takes the rows of a section while they are measured, and prints each.</summary>
/// <param name="section">What becomes of them.</param>
internal sealed class DriverTable(SectionResult section)
{
    /// <summary>A work of a race as a row.</summary>
    /// <param name="race">What was measured.</param>
    /// <param name="work">Its name in the race.</param>
    /// <param name="label">Its name in the table.</param>
    /// <param name="limits">What we want of ourselves.</param>
    public void Add(Race race, string work, string label, params Limit[] limits) => Add(race, work, label, "ms", limits);

    /// <summary>The same with a unit other than milliseconds.</summary>
    public void Add(Race race, string work, string label, string unit, Limit[] limits)
    {
        RowResult row = new(label, unit, limits, race.Lanes.ToDictionary(lane => lane, lane => race.Of(work, lane)));
        section.Rows.Add(row);
        foreach ((string lane, string failure) in race.Failures)
        {
            Note($"{lane} failed: {failure}");
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"   {label} ({unit}): {string.Join(", ", race.Lanes.Select(lane => Shown(row, lane)))}"));
    }

    /// <summary>Something that a reader of the section has to know; said once.</summary>
    public void Note(string text)
    {
        if (!section.Notes.Contains(text))
        {
            section.Notes.Add(text);
            Console.Error.WriteLine($"   note: {text}");
        }
    }

    private static string Shown(RowResult row, string lane)
    {
        double ratio = row.Ratio(lane, Lanes.Kernel);
        string miss = row.Misses(lane, Lanes.Kernel) || row.Misses(lane, Lanes.FuseOverlay) || row.Misses(lane, null) ? " MISSED" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{lane} {row.Median(lane):0.0#} [{ratio:0.00}{miss}]");
    }
}
