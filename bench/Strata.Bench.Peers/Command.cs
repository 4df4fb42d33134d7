using System.Collections.Concurrent;
using System.Diagnostics;
using Strata.Linux;

namespace Strata.Bench.Peers;

/// <summary>A program run to its end, its output thrown away or kept.</summary>
internal static class Command
{
    private static readonly ConcurrentDictionary<string, string> Programs = new();

    /// <summary>
    /// Runs it and gives the milliseconds from its start to its end; a failure ends the benchmark. Started and waited for by
    /// the system calls themselves: System.Diagnostics.Process adds a fraction of a millisecond to each.
    /// </summary>
    public static double Time(params string[] words)
    {
        SpawnRequest request = new()
        {
            Program = PathText.Bytes(Programs.GetOrAdd(words[0], Find)),
            Args = SpawnRequest.Words(words),
        };
        long start = Stopwatch.GetTimestamp();
        Sys.Spawn(request, out int pid).OrThrow(words[0]);
        Sys.WaitPid(pid, block: true, out _, out int status).OrThrow(words[0]);
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return status == 0 ? elapsed : throw new InvalidOperationException($"status {status:x}: {string.Join(' ', words)}");
    }

    /// <summary>Runs a line of shell.</summary>
    public static void Shell(string line) => Time("/bin/bash", "-euc", line);

    /// <summary>Whether it ends well; what it prints is thrown away.</summary>
    public static bool Succeeds(params string[] words)
    {
        ProcessStartInfo start = StartInfo(words);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

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

    private static string Find(string program) => program.Contains('/', StringComparison.Ordinal)
        ? program
        : Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, program)).First(File.Exists);

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
