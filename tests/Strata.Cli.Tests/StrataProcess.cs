using System.Diagnostics;
using Strata.Testing;

namespace Strata.Cli.Tests;

/// <summary>Runs the command as a process of its own, as people and scripts do.</summary>
internal static class StrataProcess
{
    /// <summary>The native command.</summary>
    public static string Command => PublishedCommand.Path;

    /// <summary>Starts <c>strata ARGUMENTS</c> with all its streams redirected.</summary>
    public static Process Start(params string[] arguments) => Tool.Start(".", null, [Command, .. arguments]);

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
