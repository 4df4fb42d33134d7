namespace Strata.Bench.Peers;

/// <summary>
/// The command line: <c>--strata FILE --image LAYOUT:TAG --work DIR [--rounds N] [--only A,B] [--output DIR]</c>, or
/// <c>--list</c>.
/// </summary>
internal sealed record Options(string Strata, string Layout, string Tag, string Work, int Rounds, IReadOnlySet<string>? Only, string Output, bool List)
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
            ["--output"] = "bench/results",
        };
        options = null!;
        bool list = args is ["--list"];
        args = list ? [] : args;
        for (int i = 0; i < args.Length; i += 2)
        {
            if (!values.ContainsKey(args[i]) || i + 1 == args.Length)
            {
                problem = $"'{args[i]}' is not an option with a value ({string.Join(", ", values.Keys)}, or --list alone)";
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
            Path.GetFullPath(values["--output"]),
            list);
        return unknown is null;
    }
}
