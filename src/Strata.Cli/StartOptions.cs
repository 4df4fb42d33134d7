using System.CommandLine;
using Strata.Containers;
using Strata.Containers.Mounts;
using Strata.Linux;

namespace Strata.Cli;

/// <summary>The options of commands that start containers again, and how they do it: each container has a process that runs it.</summary>
internal sealed class StartOptions
{
    private readonly DriverOption driver = new();
    private readonly VerifyOption verify = new();

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(driver);
        command.Add(verify);
    }

    /// <summary>Runs a container in this process, which is a server from then on.</summary>
    public int Start(ParseResult parse, Store store, ContainerConfig config) => ContainerRun.Start(
        store, config, driver.ValueOf(parse), parse.GetValue(verify), static message => StandardError.WriteLine("strata", message), static _ => { });

    /// <summary>Starts a process that runs a container, and waits until it does.</summary>
    public int StartServer(ParseResult parse, Store store, ContainerConfig config)
    {
        IEnumerable<string> words = ["strata", "--root", Path.GetFullPath(store.Path), "start", "--driver", MountDrivers.NameOf(driver.ValueOf(parse))];
        return OwnServer.Start(SpawnRequest.Words([.. words, .. parse.GetValue(verify) ? (string[])["--verify"] : [], config.Id]));
    }
}
