using System.Diagnostics;
using Strata.Testing;

namespace Strata.Registry.Tests;

/// <summary>The native command as a process.</summary>
internal static class StrataProcess
{
    /// <summary>Starts <c>strata ARGUMENTS</c> with all its streams redirected.</summary>
    /// <param name="variables">What is in its environment beside ours.</param>
    /// <param name="arguments">The command line.</param>
    public static Process Start(IReadOnlyDictionary<string, string> variables, params string[] arguments) =>

        // A shell that runs the tests in the background ignores SIGINT, and its children inherit that.
        Tool.Start(".", variables, ["env", "--default-signal=INT", PublishedCommand.Path, .. arguments]);

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
}
