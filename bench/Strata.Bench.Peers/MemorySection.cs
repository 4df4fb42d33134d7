using System.Globalization;

namespace Strata.Bench.Peers;

/// <summary>Resident memory of a mount's server, idle after its start.</summary>
internal static class MemorySection
{
    public static void Measure(Workspace workspace, Report report)
    {
        using Mounts mount = Mounts.Strata(workspace, "memory", writable: true);
        Command.Time("stat", mount.Path);
        Thread.Sleep(500);
        double megabytes = ServersOf(workspace.Options.Strata).Max(ResidentKilobytes) / 1000.0;
        report.Add("resident memory of the mount's server, idle / 10 MB", $"{megabytes:0.0} MB", "10 MB", megabytes / 10, 1);
    }

    private static IEnumerable<int> ServersOf(string binary) =>
        from folder in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(folder)
        where int.TryParse(name, out _) && new FileInfo($"{folder}/exe").LinkTarget == binary
        select int.Parse(name, CultureInfo.InvariantCulture);

    private static long ResidentKilobytes(int pid) =>
        long.Parse(File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
