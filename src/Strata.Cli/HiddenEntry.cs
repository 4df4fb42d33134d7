namespace Strata.Cli;

/// <summary>
/// Entries of the binary that are no commands: they are found by the name the binary was started by, before the command
/// tree costs anything.
/// </summary>
internal static class HiddenEntry
{
    /// <summary>Runs the entry that is meant, if any.</summary>
    /// <param name="code">Its exit code.</param>
    /// <returns>False where the arguments are an ordinary command line.</returns>
    public static bool TryRun(out int code)
    {
        ReadOnlySpan<char> path = Environment.GetCommandLineArgs()[0];
        ReadOnlySpan<char> name = path[(path.LastIndexOf('/') + 1)..];
        code = name switch
        {
            "strata-overlay" => Refuse("strata-overlay", "the mount program of container engines is not built yet; use 'strata mount'"),
            "strata-runtime" => Refuse("strata-runtime", "the OCI runtime command line is not built yet; use 'strata run'"),
            _ => -1,
        };
        return code >= 0;
    }

    private static int Refuse(string name, string reason)
    {
        StandardError.WriteLine(name, reason);
        return ExitCode.Failed;
    }
}
