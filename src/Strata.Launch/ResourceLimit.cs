namespace Strata.Launch;

/// <summary>One resource limit, setrlimit(2).</summary>
/// <param name="Resource">RLIMIT_* of x86-64 and arm64, for example 7 for RLIMIT_NOFILE.</param>
/// <param name="Soft">Soft limit; <see cref="Unlimited"/> is RLIM_INFINITY.</param>
/// <param name="Hard">Hard limit.</param>
public sealed record ResourceLimit(int Resource, ulong Soft, ulong Hard)
{
    /// <summary>RLIM_INFINITY.</summary>
    public const ulong Unlimited = ulong.MaxValue;

    private static readonly string[] Names =
    [
        "cpu", "fsize", "data", "stack", "core", "rss", "nproc", "nofile", "memlock", "as", "locks", "sigpending",
        "msgqueue", "nice", "rtprio", "rttime",
    ];

    /// <summary>The name as in "RLIMIT_NOFILE".</summary>
    public string Name => (uint)Resource < (uint)Names.Length ? "RLIMIT_" + Names[Resource].ToUpperInvariant() : $"RLIMIT_{Resource}";

    /// <summary>Finds the number of "nofile" or "RLIMIT_NOFILE".</summary>
    public static bool TryParseName(string name, out int resource)
    {
        string bare = name.StartsWith("RLIMIT_", StringComparison.Ordinal) ? name["RLIMIT_".Length..].ToLowerInvariant() : name;
        resource = Array.IndexOf(Names, bare);
        return resource >= 0;
    }
}
