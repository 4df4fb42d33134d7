using System.Diagnostics;
using System.Globalization;

namespace Strata.Fire;

/// <summary>What a mount's server has in memory.</summary>
internal static class ServerMemory
{
    /// <summary>VmRSS of proc_pid_status(5), in KiB; a server that ended is a failure.</summary>
    public static long Resident(Process server)
    {
        string line = File.ReadLines($"/proc/{server.Id}/status").FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            ?? throw new InvalidOperationException("the server ended");
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
