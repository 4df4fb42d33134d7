using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Strata.Launch;
using Strata.Linux;

namespace Strata.Containers;

/// <content>Those that run: signals, waiting, and starting again.</content>
public sealed partial class ContainerStore
{
    private const int SigKill = 9;
    private const int KilledCode = 128 + SigKill;
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(10);

    /// <summary>Whether its command runs.</summary>
    public bool IsRunning(ContainerConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return IsRunning(config.Id);
    }

    /// <summary>Sends a signal to the first process of a container.</summary>
    /// <exception cref="ContainerException">It is not running.</exception>
    public void Signal(ContainerConfig config, int signal)
    {
        Errno error = Errno.ESRCH;
        if (signal != SigKill && IsRunning(config.Id) && IsPaused(config))
        {
            throw new ContainerException($"container {config.Name} is paused: unpause it first");
        }

        if (FirstProcess(config.Id, out FileFd process, out _))
        {
            using (process)
            {
                error = Sys.SignalPidFd(process, signal);
                if (signal == SigKill)
                {
                    // In version 1 it does not reach what is frozen.
                    _ = CgroupHierarchy.OfMachine.FreezerOf(config.CgroupPath)?.Thaw();
                }
            }
        }

        if (error == Errno.ESRCH)
        {
            throw new ContainerException($"container {config.Name} is not running");
        }

        error.OrThrow($"signal container {config.Name}");
    }

    /// <summary>Lets all processes of a container stand still.</summary>
    /// <exception cref="ContainerException">It does not run, or does so already, or the machine cannot.</exception>
    public void Pause(ContainerConfig config)
    {
        CgroupFreezer freezer = FreezerOf(config);
        if (freezer.IsFrozen)
        {
            throw new ContainerException($"container {config.Name} is paused already");
        }

        Errno error = freezer.Freeze(patience);
        if (error == Errno.ETIMEDOUT)
        {
            throw new ContainerException($"a process of container {config.Name} did not stand still within {patience.TotalSeconds} seconds: it goes on");
        }

        error.OrThrow($"pause container {config.Name}");
    }

    /// <summary>Lets the processes of a paused container go on.</summary>
    /// <exception cref="ContainerException">It is not paused.</exception>
    public void Unpause(ContainerConfig config)
    {
        CgroupFreezer freezer = FreezerOf(config);
        if (!freezer.IsFrozen)
        {
            throw new ContainerException($"container {config.Name} is not paused");
        }

        freezer.Thaw().OrThrow($"unpause container {config.Name}");
    }

    /// <summary>
    /// Does something while a container that runs stands still. Where the machine has no freezer, or a process does not stand still
    /// in time, it is done beside it.
    /// </summary>
    internal T WhilePaused<T>(ContainerConfig config, Func<T> act)
    {
        CgroupFreezer? freezer = IsRunning(config.Id) ? CgroupHierarchy.OfMachine.FreezerOf(config.CgroupPath) : null;
        if (freezer is null || freezer.IsFrozen || freezer.Freeze(patience) != Errno.Ok)
        {
            return act();
        }

        try
        {
            return act();
        }
        finally
        {
            _ = freezer.Thaw();
        }
    }

    /// <summary>Asks a container to end, and kills it when it has not after some time. Nothing happens to one that does not run.</summary>
    /// <param name="config">The container.</param>
    /// <param name="grace">How long it may take; null for ever.</param>
    public void Stop(ContainerConfig config, TimeSpan? grace)
    {
        if (!IsRunning(config.Id))
        {
            return;
        }

        if (!SignalName.TryParse(config.StopSignal.Length == 0 ? "TERM" : config.StopSignal, out int signal))
        {
            throw new ContainerException($"the stop signal \"{config.StopSignal}\" of container {config.Name} is not known: end it by \"strata kill\"");
        }

        try
        {
            Signal(config, signal);
        }
        catch (ContainerException) when (!IsRunning(config.Id))
        {
            return;
        }

        if (!EndsWithin(config.Id, grace ?? TimeSpan.MaxValue))
        {
            Kill(config);
        }
    }

    /// <summary>Waits until a container has ended, and gives its exit code.</summary>
    public int Wait(ContainerConfig config)
    {
        Errno error = Sys.OpenAt(folder, RunningPath(config.Id), OpenFlags.ReadOnly | OpenFlags.NoFollow, out FileFd running);
        if (error == Errno.ENOENT)
        {
            return ReadState(config.Id)?.ExitCode ?? throw new ContainerException($"container {config.Name} has not run");
        }

        error.OrThrow($"look at container {config.Name}");
        using (running)
        {
            Sys.FLock(running, LockShared).OrThrow($"wait for container {config.Name}");

            // Of one that goes with its end nothing else is left. Without a code its owner was killed, and it with it.
            return FileText.Read(running, MaxDocument, out byte[] json) == Errno.Ok && json.Length > 0
                && JsonSerializer.Deserialize(json, ContainerJson.Default.RunningRecord) is { ExitCode: { } code } ? code : KilledCode;
        }
    }

    /// <summary>Gives a container another name.</summary>
    /// <exception cref="ContainerException">The name is none, or in use.</exception>
    public void Rename(ContainerConfig config, string name)
    {
        ContainerName.Require(name);
        if (name == config.Name)
        {
            throw new ContainerException($"container {ContainerId.Short(config.Id)} has the name {name} already");
        }

        using FileFd guard = OpenLock();
        Sys.FLock(guard, LockShared).OrThrow("lock the containers");
        Sys.OpenAt(folder, FileName.BytesOf(config.Id), OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow, out FileFd own)
            .OrThrow($"open the folder of container {config.Name}");
        using (own)
        {
            TakeName(name, config.Id);
            byte[] json = JsonSerializer.SerializeToUtf8Bytes(config with { Name = name }, ContainerJson.Default.ContainerConfig);
            FileText.Write(own, "config.json"u8, json, durable: !config.Settings.AutoRemove);
            _ = Sys.UnlinkAt(names, FileName.BytesOf(config.Name));
        }
    }

    /// <summary>The first process of a container, for another that joins it; the caller owns the pidfd.</summary>
    /// <exception cref="ContainerException">It does not run, or stands still.</exception>
    internal FileFd OpenFirstProcess(ContainerConfig config, out int pid)
    {
        if (!FirstProcess(config.Id, out FileFd process, out pid))
        {
            throw new ContainerException($"container {config.Name} is not running");
        }

        if (IsPaused(config))
        {
            process.Dispose();
            throw new ContainerException($"container {config.Name} is paused: unpause it first");
        }

        return process;
    }

    /// <summary>The folder of a container that has ended and that this process is about to run once more.</summary>
    /// <exception cref="ContainerException">It runs.</exception>
    internal ContainerFolder Reopen(ContainerConfig config)
    {
        const uint ForOwner = 0x180; // 0600
        using FileFd guard = OpenLock();
        Sys.FLock(guard, LockShared).OrThrow("lock the containers");
        Sys.OpenAt(folder, FileName.BytesOf(config.Id), OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow, out FileFd own)
            .OrThrow($"open the folder of container {config.Name}");
        FileFd running = default;
        try
        {
            Sys.OpenAt(own, FileName.BytesOf(ContainerFolder.RunningName), OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.NoFollow, out running, ForOwner)
                .OrThrow("mark the container as running");
            if (!IsTakenSoon(running) || !IsStillNamed(own, running))
            {
                throw new ContainerException($"container {config.Name} is running");
            }

            return new ContainerFolder(this, config, own, running);
        }
        catch
        {
            running.Dispose();
            own.Dispose();
            throw;
        }
    }

    private CgroupFreezer FreezerOf(ContainerConfig config) =>
        !IsRunning(config.Id) ? throw new ContainerException($"container {config.Name} is not running")
        : CgroupHierarchy.OfMachine.FreezerOf(config.CgroupPath) ?? throw new ContainerException("this machine's control groups have no freezer: no container can be paused");

    private static bool IsPaused(ContainerConfig config) => CgroupHierarchy.OfMachine.FreezerOf(config.CgroupPath) is { IsFrozen: true };

    /// <summary>Kills a container with all its processes, and waits until it has ended.</summary>
    private void Kill(ContainerConfig config)
    {
        // Where there are no control groups, its first process takes all others with it.
        Recovery.KillProcesses(config);
        if (FirstProcess(config.Id, out FileFd process, out _))
        {
            using (process)
            {
                _ = Sys.SignalPidFd(process, SigKill);
            }
        }

        if (!EndsWithin(config.Id, patience))
        {
            throw new ContainerException($"container {config.Name} did not end within {patience.TotalSeconds} seconds of being killed");
        }
    }

    private bool EndsWithin(string id, TimeSpan time)
    {
        const int LongestStep = 50;
        Stopwatch watch = Stopwatch.StartNew();
        for (int step = 1; IsRunning(id); step = Math.Min(step * 2, LongestStep))
        {
            if (watch.Elapsed > time)
            {
                return false;
            }

            Thread.Sleep(step);
        }

        return true;
    }

    /// <summary>
    /// Its first process. A number may be given to another process, but not while the owner, who holds the lock, has this one as
    /// its child.
    /// </summary>
    private bool FirstProcess(string id, out FileFd process, out int pid)
    {
        process = default;
        pid = 0;
        if (!IsRunning(id) || ReadRunning(id) is not { ExitCode: null } record || Sys.PidFdOpen(record.Pid, out process) != Errno.Ok)
        {
            return false;
        }

        pid = record.Pid;

        if (IsRunning(id) && ParentOf(record.Pid) == record.Owner)
        {
            return true;
        }

        process.Dispose();
        process = default;
        return false;
    }

    /// <summary>The parent of a process by /proc/PID/stat, proc(5): the second field after the name in parentheses.</summary>
    private static int ParentOf(int pid)
    {
        byte[] path = PathText.Bytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
        string text = FileText.Read(FileFd.WorkingDirectory, path, MaxDocument, out byte[] content) == Errno.Ok ? Encoding.Latin1.GetString(content) : "";
        return text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var parent, ..]
            && int.TryParse(parent, CultureInfo.InvariantCulture, out int number) ? number : -1;
    }

    /// <summary>Takes the lock. Who only looks whether a container runs holds it for a moment, too.</summary>
    private static bool IsTakenSoon(FileFd running)
    {
        const int Tries = 20;
        const int Pause = 5;
        for (int i = 0; i < Tries; i++)
        {
            if (Sys.FLock(running, LockExclusive | DoNotWait) == Errno.Ok)
            {
                return true;
            }

            Thread.Sleep(Pause);
        }

        return false;
    }

    private static bool IsStillNamed(FileFd own, FileFd running) =>
        Sys.FStat(running, out FileStat held) == Errno.Ok
        && Sys.StatAt(own, FileName.BytesOf(ContainerFolder.RunningName), out FileStat named) == Errno.Ok
        && held.Ino == named.Ino;

    private static byte[] RunningPath(string id) => FileName.BytesOf($"{id}/{ContainerFolder.RunningName}");
}
