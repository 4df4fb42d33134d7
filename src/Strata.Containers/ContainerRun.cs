using Strata.Blobs;
using Strata.Containers.Mounts;
using Strata.Images;
using Strata.Launch;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>
/// Runs a container in the foreground: makes its folder, mounts its file system, launches it, waits, and takes everything
/// away again. The mount is made in a mount namespace of this process, which nobody else sees, so that it ends with the
/// process however that ends; the container dies with it (<see cref="LaunchSpec.DiesWithLauncher"/>), and what then is left
/// is a control group and a folder, for <see cref="Recovery"/>.
/// </summary>
public static class ContainerRun
{
    private const int SigKill = 9;

    /// <summary>Runs a container until its command ends.</summary>
    /// <param name="store">The store.</param>
    /// <param name="request">What to run.</param>
    /// <param name="warn">Takes what the user should know besides: limits that cannot be set here, an end by the memory limit.</param>
    /// <returns>The exit code of the command.</returns>
    /// <exception cref="ContainerException">Nothing ran, and nothing is left.</exception>
    /// <exception cref="LaunchException">The command could not be started, and nothing is left.</exception>
    public static int Run(Store store, RunRequest request, Action<string> warn)
    {
        request.Validate();
        if (Sys.EffectiveUserId != 0)
        {
            throw new ContainerException("run needs root: containers in a user namespace are not built yet");
        }

        RequireTerminal(request);
        using SignalForwarding signals = new();
        StoreGuard held = store.Blobs.Hold();
        try
        {
            Image image = store.Images.Resolve(request.Image);
            byte[] filter = FilterCache.FilterOf(store.Blobs, request.Settings.Security.SeccompProfile, ContainerSpec.CapabilityMask);
            using ContainerFolder folder = store.Containers.Create((id, name) => request.ToConfig(image, id, name), request.Name);
            return RunIn(store, folder, image, request, filter, held, signals, warn);
        }
        finally
        {
            held.Dispose();
        }
    }

    private static int RunIn(
        Store store, ContainerFolder folder, Image image, RunRequest run, byte[] filter, StoreGuard held, SignalForwarding signals, Action<string> warn)
    {
        ContainerConfig config = folder.Config;
        bool ended = false;
        try
        {
            ExitStatus status;
            string? error = null;
            LeaveMountNamespace();
            using (ImageMount mount = StartMount(store, folder, image, run))
            {
                status = Launch(store, folder, mount, filter, held, signals, warn, ref error);
            }

            ended = true;
            if (status.OutOfMemory)
            {
                string limit = config.Settings.MemoryBytes is { } bytes ? $"limit {MemorySize.Show(bytes)}" : "no limit of its own";
                warn($"killed: out of memory ({limit})");
            }

            if (error is not null)
            {
                warn(error);
            }

            Finish(folder, new ContainerState(status.Code, status.OutOfMemory, DateTimeOffset.UtcNow, error));
            return status.Code;
        }
        catch when (!ended)
        {
            // Whatever failed before the command ran, as it would with --rm: there is nothing in it to look at.
            folder.Remove();
            throw;
        }
    }

    private static ExitStatus Launch(
        Store store, ContainerFolder folder, ImageMount mount, byte[] filter, StoreGuard held, SignalForwarding signals, Action<string> warn, ref string? error)
    {
        ContainerConfig config = folder.Config;
        ResolvedUser user = new ChainUsers(mount.Image, store.Blobs.Objects).Find(config.User);
        FileFd nothing = default;
        if (!config.Settings.Interactive)
        {
            Sys.OpenAt(FileFd.WorkingDirectory, "/dev/null"u8, OpenFlags.ReadWrite, out nothing).OrThrow("open /dev/null");
        }

        using (nothing)
        using (ContainerProcess process = Launcher.Start(ContainerSpec.For(folder, user, config.Settings.Interactive ? FileFd.FromNumber(0) : nothing, filter)))
        {
            // The chain image is mapped, and the container's folder names the image from now on.
            held.Dispose();
            foreach (string limit in process.Cgroup?.UnappliedLimits ?? [])
            {
                warn($"warning: {limit}");
            }

            signals.Attach(process);
            try
            {
                if (config.Settings.Terminal)
                {
                    using TerminalProxy proxy = new(process, config.Settings.Interactive ? FileFd.FromNumber(0) : default, FileFd.FromNumber(1));
                    proxy.Run();
                }

                error = WaitForEnd(process, mount);
                return process.Wait();
            }
            finally
            {
                signals.Dispose();
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

        _ = process.Signal(SigKill);
        return "the container was ended: the connection of its file system ended";
    }

    private static ImageMount StartMount(Store store, ContainerFolder folder, Image image, RunRequest run)
    {
        MountRequest request = new()
        {
            Image = image,
            Driver = run.Driver,
            Verify = run.Verify,
            Target = folder.Root,
            Upper = folder.Upper,
            Work = folder.Work,
            NewUpper = true,
            NoDevices = !ContainerSpec.GuardsDevices,
            Volatile = folder.Config.Settings.AutoRemove,
        };
        return ImageMount.Start(store, request);
    }

    private static void Finish(ContainerFolder folder, ContainerState state)
    {
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

    private static void RequireTerminal(RunRequest request)
    {
        if (request.Settings is { Terminal: true, Interactive: true } && Sys.GetTerminalSize(FileFd.FromNumber(0), out _, out _) != Errno.Ok)
        {
            throw new ContainerException("the input device is not a terminal: leave out -t, or -i");
        }
    }
}
