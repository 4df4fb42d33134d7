using Strata.Launch;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>Runs a further command in a container that runs: in its namespaces and its control group, with its limits and its filter.</summary>
public static class ContainerExec
{
    /// <summary>Runs it to its end, or starts it where it is detached.</summary>
    /// <returns>The exit code of the command; 0 for a detached one that was started.</returns>
    /// <exception cref="ContainerException">The container does not run, or the user is not there.</exception>
    /// <exception cref="LaunchException">The command could not be started.</exception>
    public static int Run(Store store, ContainerConfig config, ExecRequest request)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(request);
        ContainerRun.RequireTerminal(request is { Terminal: true, Interactive: true, Detached: false });
        using FileFd first = store.Containers.OpenFirstProcess(config, out int pid);
        ResolvedUser user = new RunningUsers(pid, first, config).Find(request.User ?? config.User);
        byte[] filter = FilterCache.FilterOf(store.Blobs, config.Settings.Security.SeccompProfile, ContainerSpec.CapabilityMask);
        Sys.OpenAt(FileFd.WorkingDirectory, "/dev/null"u8, OpenFlags.ReadWrite, out FileFd nothing).OrThrow("open /dev/null");
        using (nothing)
        {
            FileFd input = request is { Interactive: true, Detached: false } ? FileFd.FromNumber(0) : nothing;
            StandardStreams streams = request.Detached ? new StandardStreams(nothing, nothing, nothing) : StandardStreams.Own with { Input = input };
            using SignalForwarding? signals = request.Detached ? null : new SignalForwarding();
            using ContainerProcess process = Launcher.Start(ContainerSpec.ForExec(config, first, request, user, streams, filter));
            if (request.Detached)
            {
                process.LetGo();
                return 0;
            }

            signals!.Attach(process);
            if (request.Terminal)
            {
                using TerminalProxy proxy = new(process, request.Interactive ? input : default, FileFd.FromNumber(1));
                proxy.Run();
            }

            ExitStatus status = process.Wait();
            signals.Dispose();
            return status.Code;
        }
    }
}
