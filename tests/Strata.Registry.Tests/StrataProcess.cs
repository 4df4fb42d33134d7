using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Strata.Registry.Tests;

/// <summary>Runs the native command: STRATA_BINARY, or what eng/publish.sh left.</summary>
internal static class StrataProcess
{
    private static string Command { get; } = Environment.GetEnvironmentVariable("STRATA_BINARY") ?? Published();

    /// <summary>Starts <c>strata ARGUMENTS</c> with all its streams redirected.</summary>
    /// <param name="variables">What is in its environment beside ours.</param>
    /// <param name="arguments">The command line.</param>
    public static Process Start(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        // A shell that runs the tests in the background ignores SIGINT, and its children inherit that.
        ProcessStartInfo start = new("env", ["--default-signal=INT", Command, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Waits for its end.</summary>
    public static (int Code, string Output, string Errors) Finish(Process process, string input = "")
    {
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    private static string Published([CallerFilePath] string here = "") =>
        Path.GetFullPath($"{Path.GetDirectoryName(here)}/../../artifacts/strata/strata");
}
