using System.Runtime.InteropServices;
using Strata.Bench.Peers;
using Strata.Bench.Peers.Clients;

// Side by side with other programs, alternating, in one run: run-bench.sh says how it is called.
if (args is [ClientProgram.Entry])
{
    return ClientProgram.Serve(Console.In, Console.Out);
}

if (!Options.TryParse(args, out Options options, out string problem))
{
    Console.Error.WriteLine($"bench: {problem}");
    return 2;
}

if (options.List)
{
    foreach (Section section in Sections.All)
    {
        Console.WriteLine($"{section.Name,-10} {section.Title}");
    }

    return 0;
}

using Bench bench = new(options);

// Broken off: nothing is left mounted. A second signal meets the default.
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => bench.Dispose());
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => bench.Dispose());
return BenchRun.Of(bench) ? 0 : 1;
