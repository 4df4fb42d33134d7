using System.CommandLine;
using System.Globalization;
using Strata.Containers;

namespace Strata.Cli;

/// <summary>The options of <c>strata run</c>, with the names and meanings that Docker gave them.</summary>
internal sealed class RunOptions
{
    private readonly Option<bool> remove = new("--rm") { Description = "Remove the container when its command ends" };
    private readonly Option<bool> detach = new("--detach", "-d") { Description = "Leave it running, and print its ID; \"strata logs\" shows what it says" };
    private readonly Option<bool> interactive = new("--interactive", "-i") { Description = "Connect standard input" };
    private readonly Option<bool> terminal = new("--tty", "-t") { Description = "Give the container a terminal" };
    private readonly Option<string[]> env = new("--env", "-e") { HelpName = "K[=V]", Description = "Set a variable; without a value, that of this shell" };
    private readonly Option<string?> workdir = new("--workdir", "-w") { HelpName = "DIR", Description = "Working directory inside; made if missing" };
    private readonly Option<string?> user = new("--user", "-u") { HelpName = "USER[:GROUP]", Description = "Who runs the command: names of the image, or numbers" };
    private readonly Option<string?> hostname = new("--hostname") { HelpName = "H", Description = "Host name inside (default: the short ID)" };
    private readonly Option<string?> name = new("--name") { HelpName = "N", Description = "Name of the container" };
    private readonly Option<string?> entrypoint = new("--entrypoint") { HelpName = "E", Description = "Program in place of the image's entrypoint and command" };
    private readonly Option<string?> memory = new("--memory", "-m") { HelpName = "M", Description = "Memory at most: 512m, 1g" };
    private readonly Option<string?> cpus = new("--cpus") { HelpName = "C", Description = "Cpu time at most, in cpus: 0.5" };
    private readonly Option<string?> cpuset = new("--cpuset-cpus") { HelpName = "L", Description = "Cpus it may use: 0-2,5" };
    private readonly Option<string?> pids = new("--pids-limit") { HelpName = "P", Description = "Processes and threads at most; -1 is no limit" };
    private readonly Option<bool> readOnly = new("--read-only") { Description = "Make the container's root read-only" };
    private readonly Option<string[]> volumes = new("--volume", "-v") { HelpName = "HOST:CONT[:ro]", Description = "Show a folder or file of the host inside" };
    private readonly Option<string> network = new("--network", "--net") { HelpName = "none|host", Description = "Network: none of its own but a loopback (default), or the host's" };
    private readonly Option<string[]> security = new("--security-opt") { HelpName = "OPT", Description = "seccomp=FILE, seccomp=unconfined or no-new-privileges" };
    private readonly Option<string?> stopSignal = new("--stop-signal") { HelpName = "SIG", Description = "Signal by which \"strata stop\" asks it to end (default: the image's, or SIGTERM)" };
    private readonly Option<string[]> logOptions = new("--log-opt") { HelpName = "OPT", Description = "How much of its output is kept when detached: max-size=10m, max-file=3" };
    private readonly DriverOption driver = new();
    private readonly VerifyOption verify = new();
    private readonly Argument<string> image = new("IMAGE") { Description = "Name or ID of an image" };
    private readonly Argument<string[]> command = new("COMMAND") { Description = "Command and its arguments, in place of the image's", Arity = ArgumentArity.ZeroOrMore };

    /// <summary>Adds options and arguments to a command.</summary>
    public void AddTo(Command target)
    {
        Option[] all =
        [
            remove, detach, interactive, terminal, env, workdir, user, hostname, name, entrypoint, memory, cpus, cpuset, pids, readOnly, volumes, network,
            security, stopSignal, logOptions, driver, verify,
        ];
        foreach (Option option in all)
        {
            target.Add(option);
        }

        target.Add(image);
        target.Add(command);
    }

    /// <summary>Whether the container outlives the command.</summary>
    public bool IsDetached(ParseResult parse) => parse.GetValue(detach);

    /// <summary>Reads a command line.</summary>
    /// <exception cref="ContainerException">A value is not what its option takes.</exception>
    public RunRequest Read(ParseResult parse) => new()
    {
        Image = parse.GetRequiredValue(image),
        Driver = driver.ValueOf(parse),
        Verify = parse.GetValue(verify),
        Detached = parse.GetValue(detach),
        StopSignal = parse.GetValue(stopSignal),
        Command = parse.GetValue(command) ?? [],
        Name = parse.GetValue(name),
        Entrypoint = parse.GetValue(entrypoint),
        Env = [.. (parse.GetValue(env) ?? []).Select(static entry => EnvironmentList.Resolve(entry, Environment.GetEnvironmentVariable))],
        WorkingDirectory = parse.GetValue(workdir),
        User = parse.GetValue(user),
        HostName = parse.GetValue(hostname),
        Settings = new ContainerSettings
        {
            Terminal = parse.GetValue(terminal),
            Interactive = parse.GetValue(interactive),
            AutoRemove = parse.GetValue(remove),
            ReadOnly = parse.GetValue(readOnly),
            HostNetwork = IsHost(parse.GetValue(network)),
            Volumes = [.. (parse.GetValue(volumes) ?? []).Select(VolumeSpec.Parse)],
            MemoryBytes = Number(parse.GetValue(memory), "--memory", "a size as 512m or 1g", MemorySize.TryParse),
            CpuQuotaMicroseconds = Number(parse.GetValue(cpus), "--cpus", "a number of cpus as 0.5, at least 0.01", CpuLimit.TryParse),
            CpusetCpus = parse.GetValue(cpuset),
            Log = LogSettings.Parse(parse.GetValue(logOptions) ?? []),
            Security = SecuritySettings.Parse(parse.GetValue(security) ?? []),
            PidsLimit = Number(parse.GetValue(pids), "--pids-limit", "a number of processes, or -1", TryParseInteger) is > 0 and var limit ? limit : null,
        },
    };

    private delegate bool Parser(string text, out long value);

    private static long? Number(string? text, string option, string expected, Parser parser) =>
        text is null ? null : parser(text, out long value) ? value : throw new ContainerException($"{option} {text}: expected {expected}");

    private static bool TryParseInteger(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool IsHost(string? network) => network switch
    {
        null or "none" => false,
        "host" => true,
        _ => throw new ContainerException($"--network {network}: \"none\" and \"host\" are known; bridges are not built yet"),
    };
}
