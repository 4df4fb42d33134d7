using Strata.Engines;
using Strata.Engines.Overlay;

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
        code = -1;
        if (NameOf(Environment.GetCommandLineArgs()[0]) == "strata")
        {
            return false;
        }

        // From the kernel: the just-in-time runtime's list begins with its own file, and paths need not be UTF-8.
        byte[][] commandLine = ProcessArguments.Read();
        code = NameOf(System.Text.Encoding.UTF8.GetString(commandLine[0])) switch
        {
            OverlayProgram.Name => OverlayProgram.Run(commandLine),
            "strata-runtime" => Refuse("strata-runtime", "the OCI runtime command line is not built yet; use 'strata run'"),
            _ => -1,
        };
        return code >= 0;
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> path) => path[(path.LastIndexOf('/') + 1)..];

    private static int Refuse(string name, string reason)
    {
        StandardError.WriteLine(name, reason);
        return ExitCode.Failed;
    }
}
