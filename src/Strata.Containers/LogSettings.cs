using System.Globalization;

namespace Strata.Containers;

/// <summary>How much of a container's output is kept: <c>--log-opt max-size=…</c> and <c>max-file=…</c>.</summary>
public sealed record LogSettings
{
    private const long SmallestFile = 4 << 10;

    /// <summary>Bytes of a file of the log at which a new one begins, at least 4 KiB.</summary>
    public long MaxFileBytes { get; init; } = 10 << 20;

    /// <summary>Files that are kept, at least 1; the oldest goes.</summary>
    public int MaxFiles { get; init; } = 3;

    /// <summary>Reads the options of a command line, <c>max-size=10m</c> and <c>max-file=3</c>.</summary>
    /// <exception cref="ContainerException">One is something else.</exception>
    public static LogSettings Parse(IEnumerable<string> options)
    {
        LogSettings settings = new();
        foreach (string option in options)
        {
            settings = option.Split('=', 2) switch
            {
                ["max-size", var size] when MemorySize.TryParse(size, out long bytes) && bytes >= SmallestFile => settings with { MaxFileBytes = bytes },
                ["max-file", var files] when int.TryParse(files, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0 =>
                    settings with { MaxFiles = count },
                _ => throw new ContainerException($"--log-opt {option}: expected max-size=SIZE (at least 4k) or max-file=NUMBER"),
            };
        }

        return settings;
    }
}
