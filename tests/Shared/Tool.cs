using System.Diagnostics;
using Xunit;

namespace Strata.Testing;

/// <summary>A program run to its end, and to the end of what it and its children print.</summary>
internal sealed record Tool(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs words in a folder, with variables beside this process's own.</summary>
    public static Tool Run(string folder, IReadOnlyDictionary<string, string>? variables, params IEnumerable<string> words)
    {
        using Process process = Start(folder, variables, words);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();

        // A daemon that keeps the pipes open would hang an engine: here it fails the test.
        bool done = process.WaitForExit(Limit) && Task.WaitAll([output, errors], Limit);
        if (!done)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"not done after {Limit}: {string.Join(' ', words)}");
        }

        return new Tool(process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>Starts it, its streams redirected.</summary>
    public static Process Start(string folder, IReadOnlyDictionary<string, string>? variables, params IEnumerable<string> words)
    {
        ProcessStartInfo start = new(words.First(), words.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>The output of words that must succeed.</summary>
    public static string Check(string folder, params IEnumerable<string> words)
    {
        Tool tool = Run(folder, null, words);
        Assert.True(tool.ExitCode == 0, $"{string.Join(' ', words)}: {tool.ExitCode}\n{tool.Output}\n{tool.Errors}");
        return tool.Output;
    }

    /// <summary>The output of a program that must succeed, run where the tests run.</summary>
    public static string Of(string program, params string[] arguments) => Check(".", [program, .. arguments]);

    /// <summary>The output of a script of bash that must succeed line by line.</summary>
    public static string Script(string folder, string script) => Check(folder, "bash", "-euo", "pipefail", "-c", script);
}
