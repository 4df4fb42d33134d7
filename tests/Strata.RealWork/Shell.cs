using System.Diagnostics;

namespace Strata.RealWork;

/// <summary>A program run to its end, with what it printed.</summary>
internal sealed record Shell(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static Shell Run(params string[] words)
    {
        ProcessStartInfo start = new(words[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string word in words.Skip(1))
        {
            start.ArgumentList.Add(word);
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"not done after {Limit}: {string.Join(' ', words)}");
        }

        return new Shell(process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>The output of a program that must succeed.</summary>
    public static string Check(params string[] words)
    {
        Shell result = Run(words);
        return result.ExitCode == 0
            ? result.Output
            : throw new InvalidOperationException($"exit {result.ExitCode}: {string.Join(' ', words)}\n{result.Output}\n{result.Errors}");
    }
}
