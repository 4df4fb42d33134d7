using System.Diagnostics;

namespace Strata.Abi.Tests;

/// <summary>gcc, as far as checking goes.</summary>
internal static class Compiler
{
    /// <summary>What gcc has to say about <paramref name="program"/>; empty when it is right.</summary>
    public static string Check(string program)
    {
        ProcessStartInfo start = new("gcc", ["-std=gnu11", "-fsyntax-only", "-Wall", "-Werror", "-I", AppContext.BaseDirectory, "-x", "c", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        using Process gcc = Process.Start(start)!;
        gcc.StandardInput.Write(program);
        gcc.StandardInput.Close();
        string said = gcc.StandardError.ReadToEnd();
        gcc.WaitForExit();
        return gcc.ExitCode == 0 ? "" : said;
    }
}
