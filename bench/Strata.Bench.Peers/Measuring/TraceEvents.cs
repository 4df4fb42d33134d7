using System.Globalization;
using System.Text.RegularExpressions;

namespace Strata.Bench.Peers.Measuring;

/// <summary>What the kernel's tracepoints can tell of FUSE servers; mounts tracefs where nobody did, in our mount namespace.</summary>
internal static partial class TraceEvents
{
    private const string Folder = "/sys/kernel/tracing";
    private const string RequestFormat = $"{Folder}/events/fuse/fuse_request_send/format";

    /// <summary>Why nothing can be counted here, or null.</summary>
    public static string? Absence
    {
        get
        {
            if (!File.Exists($"{Folder}/available_events"))
            {
                Command.Succeeds("mount", "-t", "tracefs", "nodev", Folder);
            }

            return !Command.Succeeds("perf", "--version") ? "there is no perf"
                : !File.Exists(RequestFormat) ? "the kernel has no tracepoint fuse:fuse_request_send"
                : null;
        }
    }

    /// <summary>FUSE's requests by number; names as the kernel prints them, without FUSE_.</summary>
    public static IReadOnlyDictionary<int, string> Opcodes() => OpcodePattern().Matches(File.ReadAllText(RequestFormat))
        .ToDictionary(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match => match.Groups[2].Value);

    /// <summary>Of the names of system calls those that can be counted.</summary>
    public static IEnumerable<string> SystemCalls(IEnumerable<string> names) =>
        names.Where(name => Directory.Exists($"{Folder}/events/syscalls/sys_enter_{name}"));

    [GeneratedRegex("""\{(\d+), "FUSE_(\w+)"\}""")]
    private static partial Regex OpcodePattern();
}
