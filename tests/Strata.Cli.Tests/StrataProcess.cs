using System.Diagnostics;

namespace Strata.Cli.Tests;

/// <summary>Runs the command as a process of its own, as people and scripts do.</summary>
internal static class StrataProcess
{
    /// <summary>
    /// The command: the native one where it was published (STRATA_BINARY), else the one beside these tests. It must be a
    /// program of its own, since it starts itself as the server of a mount.
    /// </summary>
    public static string Command { get; } =
        Environment.GetEnvironmentVariable("STRATA_BINARY") ?? Path.Combine(AppContext.BaseDirectory, "strata");

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
}
