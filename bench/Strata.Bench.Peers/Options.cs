namespace Strata.Bench.Peers;

/// <summary>The command line: <c>--strata FILE --image LAYOUT:TAG --work DIR [--rounds N] [--only A,B] [--output FILE]</c>.</summary>
internal sealed record Options(string Strata, string Layout, string Tag, string Work, int Rounds, IReadOnlySet<string>? Only, string Output)
{
    public static bool TryParse(string[] args, out Options options, out string problem)
    {
        Dictionary<string, string> values = new()
        {
            ["--strata"] = "artifacts/strata/strata",
            ["--image"] = "fixtures/cache/demo:demo",
            ["--work"] = "/var/tmp",
            ["--rounds"] = "5",
            ["--only"] = "",
            ["--output"] = "bench/results/peers.md",
        };
        options = null!;
        for (int i = 0; i < args.Length; i += 2)
        {
            if (!values.ContainsKey(args[i]) || i + 1 == args.Length)
            {
                problem = $"'{args[i]}' is not an option with a value ({string.Join(", ", values.Keys)})";
                return false;
            }

            values[args[i]] = args[i + 1];
        }

        string[] image = values["--image"].Split(':');
        if (image.Length != 2 || !int.TryParse(values["--rounds"], out int rounds) || rounds < 1)
        {
            problem = "--image takes LAYOUT:TAG, --rounds a number from 1";
            return false;
        }

        HashSet<string> only = [.. values["--only"].Split(',', StringSplitOptions.RemoveEmptyEntries)];
        string? unknown = only.FirstOrDefault(name => Sections.All.All(section => section.Name != name));
        problem = unknown is null ? "" : $"no section '{unknown}' ({string.Join(", ", Sections.All.Select(section => section.Name))})";
        options = new Options(
            Path.GetFullPath(values["--strata"]),
            Path.GetFullPath(image[0]),
            image[1],
            Path.GetFullPath(values["--work"]),
            rounds,
            only.Count == 0 ? null : only,
            values["--output"]);
        return unknown is null;
    }
}
