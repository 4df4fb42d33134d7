using System.Globalization;

namespace Strata.Bench.Peers.Measuring;

/// <summary>What a process has in memory, in bytes, by /proc/PID/status.</summary>
/// <param name="Resident">All of it: VmRSS.</param>
/// <param name="Anonymous">What only this process has: RssAnon.</param>
internal sealed record ProcessMemory(long Resident, long Anonymous)
{
    public static ProcessMemory Of(int pid)
    {
        string[] lines = File.ReadAllLines($"/proc/{pid}/status");
        long Kilobytes(string field) => long.Parse(
            lines.First(line => line.StartsWith(field + ":", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1],
            CultureInfo.InvariantCulture);
        return new ProcessMemory(Kilobytes("VmRSS") << 10, Kilobytes("RssAnon") << 10);
    }
}
