using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Strata.Cli.Tests;

/// <summary>Runs the command as a process of its own, as people and scripts do.</summary>
internal static class StrataProcess
{
    /// <summary>
    /// The native command: STRATA_BINARY, or what eng/publish.sh left. Not the one beside these tests: only the native one
    /// leaves the server of a mount behind.
    /// </summary>
    public static string Command { get; } = Environment.GetEnvironmentVariable("STRATA_BINARY") ?? Published();

    /// <summary>Starts <c>strata ARGUMENTS</c> with all its streams redirected.</summary>
    public static Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new(Command, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="input">A file that is piped to it; null for none.</param>
    /// <param name="arguments">The command line.</param>
    public static (int Code, string Output, string Errors) Run(string? input, params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            using FileStream file = File.OpenRead(input);
            file.CopyTo(process.StandardInput.BaseStream);
        }

        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.Result, errors.Result);
    }

    private static string Published([CallerFilePath] string here = "") =>
        Path.GetFullPath($"{Path.GetDirectoryName(here)}/../../artifacts/strata/strata");
}
