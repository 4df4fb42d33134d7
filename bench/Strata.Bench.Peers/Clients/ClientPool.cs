using System.Diagnostics;
using System.Globalization;

namespace Strata.Bench.Peers.Clients;

/// <summary>Clients as processes, started when first wanted and kept for the run: their code is compiled by the round that does not count.</summary>
internal sealed class ClientPool : IDisposable
{
    private readonly List<Process> clients = [];

    /// <summary>One client does a work; the milliseconds of its loop.</summary>
    public double Run(params string[] words) => RunAll([words]);

    /// <summary>Each list of words to a client of its own, all at once; the milliseconds from the first beginning to the last end.</summary>
    public double RunAll(IReadOnlyList<string[]> works)
    {
        Start(works.Count);
        Process[] busy = [.. clients.Take(works.Count)];
        for (int i = 0; i < busy.Length; i++)
        {
            busy[i].StandardInput.WriteLine(string.Join('\t', works[i]));
            busy[i].StandardInput.Flush();
        }

        List<string> problems = [];
        bool[] ready = [.. busy.Select(client => Answer(client, "ready", problems) is not null)];
        foreach (var (client, _) in busy.Zip(ready).Where(pair => pair.Second))
        {
            client.StandardInput.WriteLine("go");
            client.StandardInput.Flush();
        }

        long start = long.MaxValue;
        long end = 0;
        foreach (var (client, _) in busy.Zip(ready).Where(pair => pair.Second))
        {
            if (Answer(client, "done", problems) is { } answer)
            {
                start = Math.Min(start, long.Parse(answer[1], CultureInfo.InvariantCulture));
                end = Math.Max(end, long.Parse(answer[2], CultureInfo.InvariantCulture));
            }
        }

        return problems.Count == 0 ? (end - start) * 1000.0 / Stopwatch.Frequency : throw new InvalidOperationException(problems[0]);
    }

    /// <summary>Starts as many as are missing of <paramref name="count"/>; the processes that there are.</summary>
    public IEnumerable<int> Start(int count)
    {
        while (clients.Count < count)
        {
            clients.Add(Start());
        }

        return clients.Select(client => client.Id);
    }

    public void Dispose()
    {
        foreach (Process client in clients)
        {
            client.StandardInput.Close();
            client.WaitForExit();
            client.Dispose();
        }
    }

    private static string[]? Answer(Process client, string expected, List<string> problems)
    {
        string[] words = (client.StandardOutput.ReadLine() ?? "failed\tthe client ended").Split('\t');
        if (words[0] == expected)
        {
            return words;
        }

        problems.Add(words.Length > 1 ? words[1] : words[0]);
        return null;
    }

    private static Process Start()
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        start.ArgumentList.Add(ClientProgram.Entry);

        // Every method compiled once, for good, at its first call.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        return Process.Start(start)!;
    }
}
