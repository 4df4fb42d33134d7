using System.Diagnostics;
using Xunit;

namespace Strata.Layers.Tests;

/// <summary>Runs a program of the machine that a test compares with.</summary>
internal static class Command
{
    public static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {errors}");
    }
}
