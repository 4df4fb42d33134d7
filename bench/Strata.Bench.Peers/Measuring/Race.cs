namespace Strata.Bench.Peers.Measuring;

/// <summary>
/// Several ways of doing the same, measured in turn: in each round every lane once, after one round that does not count. Whoever
/// starts changes from round to round, and so does the direction: what one leaves in the page cache serves the next.
/// </summary>
internal sealed class Race
{
    private readonly Dictionary<(string Work, string Lane), List<double>> samples = [];
    private readonly Dictionary<string, string> failures = [];
    private readonly List<string> works = [];

    private Race(IEnumerable<string> lanes) => Lanes = [.. lanes];

    /// <summary>The lanes' names, in the order of the table.</summary>
    public IReadOnlyList<string> Lanes { get; }

    /// <summary>What was measured, in the order in which it first was.</summary>
    public IReadOnlyList<string> Works => works;

    /// <summary>The lanes that failed, and why; they run no further rounds.</summary>
    public IReadOnlyDictionary<string, string> Failures => failures;

    /// <summary>Measures. Without <paramref name="warmUp"/> every round counts.</summary>
    public static Race Run(int rounds, IReadOnlyList<Lane> lanes, bool warmUp = true)
    {
        Race race = new(lanes.Select(lane => lane.Name));
        for (int round = warmUp ? -1 : 0; round < rounds; round++)
        {
            foreach (Lane lane in Order(lanes, Math.Max(round, 0)).Where(lane => !race.failures.ContainsKey(lane.Name)))
            {
                bool counts = round >= 0;
                try
                {
                    lane.Run((work, value) => race.Record(work, lane.Name, value, counts));
                }
                catch (Exception e)
                {
                    race.failures[lane.Name] = e.Message;
                    Console.Error.WriteLine($"   {lane.Name} failed: {e.Message}");
                }
            }
        }

        return race;
    }

    /// <summary>Two lanes with one work; a failure ends the benchmark.</summary>
    public static Race Between(int rounds, Func<double> ours, Func<double> theirs)
    {
        Race race = Run(rounds, [new Lane("ours", record => record("", ours())), new Lane("theirs", record => record("", theirs()))]);
        return race.failures.Count == 0 ? race : throw new InvalidOperationException(string.Join("; ", race.failures.Values));
    }

    /// <summary>The rounds of a lane; empty where it has none.</summary>
    public IReadOnlyList<double> Of(string work, string lane) => samples.GetValueOrDefault((work, lane), []);

    private static IEnumerable<Lane> Order(IReadOnlyList<Lane> lanes, int round)
    {
        IEnumerable<Lane> rotated = Enumerable.Range(0, lanes.Count).Select(i => lanes[(i + round) % lanes.Count]);
        return (round / 2 & 1) == 0 ? rotated : rotated.Reverse();
    }

    private void Record(string work, string lane, double value, bool counts)
    {
        if (!works.Contains(work))
        {
            works.Add(work);
        }

        if (counts)
        {
            if (!samples.TryGetValue((work, lane), out List<double>? values))
            {
                samples[(work, lane)] = values = [];
            }

            values.Add(value);
        }
    }
}
