using System.Diagnostics;
using System.Globalization;

namespace Strata.Bench.Peers;

/// <summary>The sections that were asked for, one after the other.</summary>
internal static class BenchRun
{
    /// <summary>Measures and writes the tables; false if a section failed.</summary>
    public static bool Of(Bench bench)
    {
        List<string> failed = [];
        foreach (Section section in Sections.All.Where(section => bench.Options.Only?.Contains(section.Name) ?? true))
        {
            Console.Error.WriteLine($"== {section.Name}: {section.Title}");
            long start = Stopwatch.GetTimestamp();
            try
            {
                section.Measure(bench);
            }
            catch (Exception e)
            {
                failed.Add(section.Name);
                Console.Error.WriteLine($"   the section failed: {e}");
            }

            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"   {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s"));
        }

        bench.Report.WriteTo(Path.Combine(bench.Options.Output, "peers.md"));
        return failed.Count == 0;
    }
}
