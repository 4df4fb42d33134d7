using System.Diagnostics;
using Strata.Testing;
using Xunit;

namespace Strata.Faults;

/// <summary>Runs programs to their end, and never waits for ever.</summary>
internal static class Command
{
    private const int PatienceMilliseconds = 60_000;

    /// <summary>The native command.</summary>
    public static string Strata => PublishedCommand.Path;

    /// <summary>Runs a program; one that does not end is killed, and that is a failure.</summary>
    public static Outcome Run(string program, params IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(PatienceMilliseconds))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} does not end");
        }

        return new Outcome(process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>Runs a program that must succeed; its output.</summary>
    public static string Ok(string program, params IReadOnlyList<string> arguments)
    {
        Outcome outcome = Run(program, arguments);
        Assert.True(outcome.Code == 0, $"{program} {string.Join(' ', arguments)}: {outcome}");
        return outcome.Output;
    }
}
