using Strata.Containers.Mounts;
using Strata.Engines;
using Strata.Engines.Overlay;

namespace Strata.Cli;

/// <summary>
/// Entries of the binary that are no commands: they are found by the first argument or by the name the binary was started
/// by, before the command tree costs anything.
/// </summary>
internal static class HiddenEntry
{
    /// <summary>Runs the entry that is meant, if any.</summary>
    /// <param name="args">The arguments without the program's name.</param>
    /// <param name="code">Its exit code.</param>
    /// <returns>False where the arguments are an ordinary command line.</returns>
    public static bool TryRun(string[] args, out int code)
    {
        code = 0;
        if (args is [ServerArguments.Entry, ..] && ServerArguments.TryParse(args, out ServerArguments? server))
        {
            code = MountServer.Serve(server!);
            return true;
        }

        if (NameOf(Environment.GetCommandLineArgs()[0]) == "strata")
        {
            return false;
        }

        // Not the name "strata": as the kernel has it, since the runtime may say "strata.dll", and paths may be no UTF-8.
        IReadOnlyList<byte[]> commandLine = ProcessArguments.Read();
        switch (NameOf(System.Text.Encoding.UTF8.GetString(commandLine[0])))
        {
            case OverlayProgram.Name:
                code = OverlayProgram.Run(commandLine);
                return true;
            case "strata-runtime":
                StandardError.WriteLine("strata-runtime", "the OCI runtime command line is not built yet; use 'strata run'");
                code = ExitCode.Failed;
                return true;
            default:
                return false;
        }
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> path) => path[(path.LastIndexOf('/') + 1)..];
}
