using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace Strata.Faults;

/// <summary>Runs programs to their end, and never waits for ever.</summary>
internal static class Command
{
    private const int PatienceMilliseconds = 60_000;

    /// <summary>The native command: STRATA_BINARY, or what eng/publish.sh left.</summary>
    public static string Strata { get; } = Environment.GetEnvironmentVariable("STRATA_BINARY") ?? Published();

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

    private static string Published([CallerFilePath] string here = "") =>
        Path.GetFullPath($"{Path.GetDirectoryName(here)}/../../artifacts/strata/strata");
}
