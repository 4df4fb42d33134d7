using System.Diagnostics;
using System.Globalization;

namespace Strata.Bench.Peers.Measuring;

/// <summary>Events counted by perf stat between its start and <see cref="Stop"/>. Counting costs the kernel well below a microsecond each.</summary>
internal sealed class PerfCount
{
    private readonly Process perf;
    private readonly string[] names;
    private readonly string file;

    private PerfCount(Process perf, string[] names, string file)
    {
        this.perf = perf;
        this.names = names;
        this.file = file;
    }

    /// <summary>Begins to count.</summary>
    /// <param name="scope">Whose events: <c>-a</c>, or <c>-p PIDS</c>.</param>
    /// <param name="events">What is counted: a name for the table, the event, and a filter on its fields or nothing.</param>
    /// <param name="folder">A folder for what perf leaves.</param>
    public static PerfCount Start(string[] scope, IReadOnlyList<(string Name, string Event, string Filter)> events, string folder)
    {
        string key = Path.Combine(folder, $"perf-{Guid.NewGuid():N}");
        string control = key + ".control";
        string answer = key + ".answer";
        Command.Time("mkfifo", control, answer);
        ProcessStartInfo start = new("perf") { UseShellExecute = false, RedirectStandardError = true };
        string[] words =
        [
            "stat", "-x,", "-D", "-1", "--control", $"fifo:{control},{answer}", "-o", key, .. scope,
            .. events.SelectMany(item => item.Filter.Length == 0 ? new[] { "-e", item.Event } : ["-e", item.Event, "--filter", item.Filter]),
        ];
        Array.ForEach(words, start.ArgumentList.Add);
        Process perf = Process.Start(start)!;
        perf.ErrorDataReceived += (_, _) => { };
        perf.BeginErrorReadLine();

        // Opened for both, a fifo does not wait for its other end: perf may have ended with an error.
        using FileStream commands = new(control, FileMode.Open, FileAccess.ReadWrite);
        using FileStream answers = new(answer, FileMode.Open, FileAccess.ReadWrite);
        commands.Write("enable\n"u8);
        commands.Flush();
        Task<int> acknowledged = Task.Run(() => answers.Read(new byte[16]));
        while (!acknowledged.Wait(50))
        {
            if (perf.HasExited)
            {
                answers.Write("gone\n"u8);
                answers.Flush();
                throw new InvalidOperationException($"perf ended with {perf.ExitCode}");
            }
        }

        return new PerfCount(perf, [.. events.Select(item => item.Name)], key);
    }

    /// <summary>Ends it; the counts by name.</summary>
    public IReadOnlyDictionary<string, long> Stop()
    {
        Command.Time("kill", "-INT", $"{perf.Id}");
        perf.WaitForExit();
        perf.Dispose();
        long[] counts = [.. File.ReadLines(file)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => long.TryParse(line.Split(',')[0], CultureInfo.InvariantCulture, out long count) ? count : 0)];
        return counts.Length == names.Length
            ? names.Zip(counts).ToDictionary(pair => pair.First, pair => pair.Second)
            : throw new InvalidOperationException($"perf wrote {counts.Length} lines for {names.Length} events");
    }
}
