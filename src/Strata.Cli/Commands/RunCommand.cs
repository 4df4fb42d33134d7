using System.CommandLine;
using Strata.Containers;
using Strata.Containers.Mounts;
using Strata.Engines;
using Strata.Linux;

namespace Strata.Cli.Commands;

/// <summary><c>strata run</c>.</summary>
internal static class RunCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        RunOptions options = new();
        DocumentedCommand command = new(
            "run",
            "Run a command in a new container of an image",
            "strata run --rm debian:12 cat /etc/os-release",
            "strata run --rm -it debian:12 bash",
            "strata run -d --name web app",
            "strata run --rm --memory 256m --cpus 0.5 --pids-limit 64 -v /srv/data:/data:ro -e LANG app python3 main.py --verbose",
            "strata run --name web --network host app")
        {
            OptionsEndAtFirstArgument = true,
        };
        options.AddTo(command);
        command.SetAction(parse =>
        {
            RunRequest request = options.Read(parse);
            if (request.Detached && !ReadySignal.IsAwaited)
            {
                return OwnServer.Start(ProcessArguments.Read());
            }

            using Store store = Store.Open(root.PathOf(parse));
            return ContainerRun.Run(
                store,
                request,
                static message => StandardError.WriteLine("strata", message),
                PrintId);
        });
        return command;
    }

    /// <summary>Not by the console's writer: that keeps a descriptor of its own, and whoever reads the output would wait for its end.</summary>
    private static void PrintId(string id) => _ = Sys.WriteAll(FileFd.FromNumber(1), PathText.Bytes(id + "\n"));
}
