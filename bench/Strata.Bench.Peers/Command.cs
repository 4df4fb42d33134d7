using System.Diagnostics;

namespace Strata.Bench.Peers;

/// <summary>A program run to its end, its output thrown away or kept.</summary>
internal static class Command
{
    /// <summary>Runs it and gives the milliseconds from its start to its end; a failure ends the benchmark with what it said.</summary>
    public static double Time(params string[] words)
    {
        using Process process = new() { StartInfo = StartInfo(words) };
        long start = Stopwatch.GetTimestamp();
        process.Start();
        process.WaitForExit();
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return process.ExitCode == 0 ? elapsed : throw new InvalidOperationException($"exit {process.ExitCode}: {string.Join(' ', words)}");
    }

    /// <summary>Runs a line of shell.</summary>
    public static void Shell(string line) => Time("/bin/bash", "-euc", line);

    /// <summary>Runs it and gives what it printed.</summary>
    public static string Output(params string[] words)
    {
        ProcessStartInfo start = StartInfo(words);
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"exit {process.ExitCode}: {string.Join(' ', words)}");
    }

    private static ProcessStartInfo StartInfo(string[] words)
    {
        ProcessStartInfo start = new(words[0]) { UseShellExecute = false };
        foreach (string word in words.Skip(1))
        {
            start.ArgumentList.Add(word);
        }

        return start;
    }
}
