using System.Text.RegularExpressions;

namespace Strata.Faults;

/// <summary>What system calls a command makes, by strace: the places at which it can be killed or fail.</summary>
internal static partial class SystemCalls
{
    /// <summary>
    /// Every place, by the call's name and its number among those of that name in one thread, which is how strace counts for
    /// an injection. What comes before the first mention of <paramref name="store"/> is the loading of the program.
    /// </summary>
    public static IReadOnlyList<(string Name, int Number)> Of(string scratch, string store, params IReadOnlyList<string> command)
    {
        string trace = Path.Combine(scratch, "trace");
        Command.Ok("strace", ["-f", "-qq", "-o", trace, .. command]);
        Dictionary<(string Thread, string Name), int> counts = [];
        SortedSet<(string, int)> places = [];
        bool hasBegun = false;
        foreach (string line in File.ReadLines(trace))
        {
            Match match = Call().Match(line);
            if (match.Success)
            {
                (string, string Name) key = (match.Groups[1].Value, match.Groups[2].Value);
                counts[key] = counts.GetValueOrDefault(key) + 1;
                hasBegun |= line.Contains(store, StringComparison.Ordinal) && key.Name != "execve";
                if (hasBegun)
                {
                    places.Add((key.Name, counts[key]));
                }
            }
        }

        return [.. places];
    }

    [GeneratedRegex(@"^(\d+) +([a-z0-9_]+)\(")]
    private static partial Regex Call();
}
