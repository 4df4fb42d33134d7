using Strata.Bench.Peers;

// Side by side with other programs, alternating, in one run: run-bench.sh says how it is called.
if (!Options.TryParse(args, out Options options, out string problem))
{
    Console.Error.WriteLine($"bench: {problem}");
    return 2;
}

using Workspace workspace = Workspace.Create(options);
Report report = new(options.Rounds);
foreach ((string name, Action<Workspace, Report> measure) in Sections.All)
{
    if (options.Only is null || options.Only.Contains(name))
    {
        Console.Error.WriteLine($"== {name}");
        measure(workspace, report);
    }
}

report.WriteTo(options.Output);
Console.WriteLine(report.ToMarkdown());
return 0;
