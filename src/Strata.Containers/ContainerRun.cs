using Strata.Blobs;
using Strata.Containers.Mounts;
using Strata.Images;
using Strata.Launch;
using Strata.Linux;
using StandardStreams = Strata.Launch.StandardStreams;

namespace Strata.Containers;

/// <summary>
/// Runs a container, in the foreground or as a server: makes its folder, mounts its file system, launches it, waits, and takes everything
/// away again. The mount is made in a mount namespace of this process, which nobody else sees, so that it ends with the
/// process however that ends; the container dies with it (<see cref="LaunchSpec.DiesWithLauncher"/>), and what then is left
/// is a control group and a folder, for <see cref="Recovery"/>.
/// </summary>
public static class ContainerRun
{
    private const int SigKill = 9;
    private static readonly TimeSpan freezerPatience = TimeSpan.FromSeconds(1);

    /// <summary>Runs a container until its command ends.</summary>
    /// <param name="store">The store.</param>
    /// <param name="request">What to run.</param>
    /// <param name="warn">Takes what the user should know besides: limits that cannot be set here, an end by the memory limit.</param>
    /// <param name="started">Of a detached one: hears its ID once it runs, before this process becomes a server.</param>
    /// <returns>The exit code of the command.</returns>
    /// <exception cref="ContainerException">Nothing ran, and nothing is left.</exception>
    /// <exception cref="LaunchException">The command could not be started, and nothing is left.</exception>
    public static int Run(Store store, RunRequest request, Action<string> warn, Action<string> started)
    {
        request.Validate();
        RequireRoot();
        RequireTerminal(request.Settings is { Terminal: true, Interactive: true } && !request.Detached);
        using SignalForwarding? signals = request.Detached ? null : new SignalForwarding();
        StoreGuard held = store.Blobs.Hold();
        try
        {
            Image image = store.Images.Resolve(request.Image);
            byte[] filter = FilterOf(store, request.Settings);
            using ContainerFolder folder = store.Containers.Create((id, name) => request.ToConfig(image, id, name), request.Name);
            ContainerJob job = new(store, folder, image, filter, warn)
            {
                Driver = request.Driver,
                Verify = request.Verify,
                Started = request.Detached ? started : null,
                IsNew = true,
            };
            return RunIn(job, held, signals);
        }
        finally
        {
            held.Dispose();
        }
    }

    /// <summary>Runs a container that has ended once more, over what it has changed, detached from this command.</summary>
    /// <param name="store">The store.</param>
    /// <param name="config">The container.</param>
    /// <param name="driver">Who serves its file system.</param>
    /// <param name="verify">See <see cref="MountRequest.Verify"/>.</param>
    /// <param name="warn">As for <see cref="Run"/>.</param>
    /// <param name="started">As for <see cref="Run"/>.</param>
    /// <exception cref="ContainerException">It runs, or its image is gone. It is as it was before.</exception>
    public static int Start(Store store, ContainerConfig config, MountDriver driver, bool verify, Action<string> warn, Action<string> started)
    {
        ArgumentNullException.ThrowIfNull(config);
        RequireRoot();
        StoreGuard held = store.Blobs.Hold();
        try
        {
            Image image = store.Images.Resolve(config.ImageId);
            byte[] filter = FilterOf(store, config.Settings);
            using ContainerFolder folder = store.Containers.Reopen(config);
            return RunIn(new ContainerJob(store, folder, image, filter, warn) { Driver = driver, Verify = verify, Started = started }, held, null);
        }
        finally
        {
            held.Dispose();
        }
    }

    private static byte[] FilterOf(Store store, ContainerSettings settings) =>
        FilterCache.FilterOf(store.Blobs, settings.Security.SeccompProfile, ContainerSpec.CapabilityMask);

    private static int RunIn(ContainerJob job, StoreGuard held, SignalForwarding? signals)
    {
        ContainerFolder folder = job.Folder;
        bool ended = false;
        try
        {
            ExitStatus status;
            string? error = null;
            LeaveMountNamespace();
            using (ImageMount mount = job.Mount())
            {
                status = Launch(job, mount, held, signals, ref error);
            }

            ended = true;
            if (status.OutOfMemory)
            {
                string limit = folder.Config.Settings.MemoryBytes is { } bytes ? $"limit {MemorySize.Show(bytes)}" : "no limit of its own";
                job.Warn($"killed: out of memory ({limit})");
            }

            if (error is not null)
            {
                job.Warn(error);
            }

            Finish(folder, new ContainerState(status.Code, status.OutOfMemory, DateTimeOffset.UtcNow, error));
            return status.Code;
        }
        catch when (!ended)
        {
            if (job.IsNew)
            {
                // Whatever failed before the command ran, as it would with --rm: there is nothing in it to look at.
                folder.Remove();
            }
            else
            {
                folder.GiveUp();
            }

            throw;
        }
    }

    private static ExitStatus Launch(ContainerJob job, ImageMount mount, StoreGuard held, SignalForwarding? signals, ref string? error)
    {
        ContainerFolder folder = job.Folder;
        ContainerSettings settings = folder.Config.Settings;
        ResolvedUser user = new ChainUsers(mount.Image, job.Store.Blobs.Objects).Find(folder.Config.User);
        bool hasInput = settings.Interactive && job.Started is null;
        FileFd nothing = default;
        if (!hasInput)
        {
            Sys.OpenAt(FileFd.WorkingDirectory, "/dev/null"u8, OpenFlags.ReadWrite, out nothing).OrThrow("open /dev/null");
        }

        using (nothing)
        using (ContainerLog? log = job.Started is null ? null : new ContainerLog(folder.Folder, settings.Log))
        using (LogPump? pump = log is null ? null : new LogPump(log, settings.Terminal, keepsInput: settings.Interactive))
        {
            FileFd input = hasInput ? FileFd.FromNumber(0) : nothing;
            StandardStreams streams = pump?.StreamsWith(nothing) ?? StandardStreams.Own with { Input = input };
            using ContainerProcess process = Launcher.Start(ContainerSpec.For(folder, user, streams, job.Filter));

            // The chain image is mapped, and the container's folder names the image from now on.
            held.Dispose();
            folder.NoteStart(process.Pid);
            foreach (string limit in process.Cgroup?.UnappliedLimits ?? [])
            {
                job.Warn($"warning: {limit}");
            }

            if (pump is not null)
            {
                job.Started!(folder.Config.Id);
                ReadySignal.Send(default);
                error = pump.Run(process, mount.Ended) ? null : EndWithoutRoot(process);
                return process.Wait();
            }

            signals?.Attach(process);
            try
            {
                if (settings.Terminal)
                {
                    using TerminalProxy proxy = new(process, input: hasInput ? input : default, FileFd.FromNumber(1));
                    proxy.Run();
                }

                error = WaitForEnd(process, mount);
                return process.Wait();
            }
            finally
            {
                signals?.Dispose();
            }
        }
    }

    /// <summary>Waits for the command; a container whose file system is not served any more is ended, not left standing over a dead root.</summary>
    private static string? WaitForEnd(ContainerProcess process, ImageMount mount)
    {
        Span<PollEntry> ends = [new(process.PidFd, PollEntry.Input), new(mount.Ended, PollEntry.Input)];
        while (Sys.Poll(ends, -1, out _) == Errno.EINTR)
        {
        }

        if (ends[0].Returned != 0)
        {
            return null;
        }

        return EndWithoutRoot(process);
    }

    private static string EndWithoutRoot(ContainerProcess process)
    {
        _ = process.Signal(SigKill);
        return "the container was ended: the connection of its file system ended";
    }

    private static void Finish(ContainerFolder folder, ContainerState state)
    {
        folder.NoteEnd(state.ExitCode);
        CgroupHierarchy.OfMachine.FreezerOf(folder.Config.CgroupPath)?.Remove(freezerPatience);
        if (folder.Config.Settings.AutoRemove)
        {
            folder.Remove();
        }
        else
        {
            folder.Finish(state);
        }
    }

    /// <summary>From here on this process's mounts are its own; what the host mounts or unmounts still reaches it.</summary>
    private static void LeaveMountNamespace()
    {
        Sys.UnshareMounts().OrThrow("unshare the mount namespace");
        Sys.Mount("none"u8, "/"u8, default, MountFlags.Slave | MountFlags.Recursive, default).OrThrow("make / a slave mount");
    }

    private static void RequireRoot()
    {
        if (Sys.EffectiveUserId != 0)
        {
            throw new ContainerException("run needs root: containers in a user namespace are not built yet");
        }
    }

    /// <summary>Refuses keys that do not come from a terminal, where one is wanted.</summary>
    /// <exception cref="ContainerException">Standard input is none.</exception>
    internal static void RequireTerminal(bool isWanted)
    {
        if (isWanted && Sys.GetTerminalSize(FileFd.FromNumber(0), out _, out _) != Errno.Ok)
        {
            throw new ContainerException("the input device is not a terminal: leave out -t, or -i");
        }
    }
}
