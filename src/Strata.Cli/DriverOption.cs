using System.CommandLine;
using Strata.Containers;
using Strata.Containers.Mounts;

namespace Strata.Cli;

/// <summary>The option --driver of commands that mount an image: who serves it. Without it the variable STRATA_DRIVER, then fuse.</summary>
internal sealed class DriverOption : Option<string?>
{
    private const string Variable = "STRATA_DRIVER";

    /// <summary>Makes the option.</summary>
    public DriverOption()
        : base("--driver")
    {
        HelpName = $"{MountDrivers.Fuse}|{MountDrivers.Kernel}|{MountDrivers.Auto}";
        Description = $"Who serves the file system: strata, the kernel, or the kernel where it can (or {Variable}; by default {MountDrivers.Fuse})";
    }

    /// <summary>The driver that a command line means.</summary>
    /// <exception cref="ContainerException">It names none.</exception>
    public MountDriver ValueOf(ParseResult parse) => Resolve(parse.GetValue(this), Environment.GetEnvironmentVariable);

    /// <summary>The rule itself.</summary>
    /// <param name="option">The value of --driver, if it was given.</param>
    /// <param name="variable">Looks up an environment variable.</param>
    public static MountDriver Resolve(string? option, Func<string, string?> variable) =>
        option is not null ? Parse("--driver ", option) : variable(Variable) is { Length: > 0 } text ? Parse($"{Variable}=", text) : MountDriver.Fuse;

    private static MountDriver Parse(string giver, string name) => MountDrivers.TryParse(name, out MountDriver driver)
        ? driver
        : throw new ContainerException($"{giver}{name}: expected {MountDrivers.Fuse}, {MountDrivers.Kernel} or {MountDrivers.Auto}");
}
