using Strata.Linux;

namespace Strata.Launch;

/// <summary>
/// The first process of a running container. <see cref="Dispose"/> kills what is left and removes the control group: after
/// it nothing of the launch is there.
/// </summary>
public sealed class ContainerProcess : IDisposable
{
    private const int SigKill = 9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly FileFd pidFd;
    private ExitStatus? status;
    private bool disposed;

    internal ContainerProcess(int pid, FileFd pidFd, ICgroup? cgroup, FileFd console)
    {
        Pid = pid;
        this.pidFd = pidFd;
        Cgroup = cgroup;
        Console = console;
    }

    /// <summary>Its process id as the launcher sees it.</summary>
    public int Pid { get; }

    /// <summary>The pidfd, readable once the process has ended; owned by this object.</summary>
    public FileFd PidFd => pidFd;

    /// <summary>Its control group, or null where none was asked for.</summary>
    public ICgroup? Cgroup { get; }

    /// <summary>The master of its terminal, non-blocking, or no descriptor; owned by this object.</summary>
    public FileFd Console { get; }

    /// <summary>Sends a signal. ESRCH: it has been waited for.</summary>
    public Errno Signal(int signal) => Sys.SignalPidFd(pidFd, signal);

    /// <summary>Waits for the end of the process and tells how it ended; the same answer each time.</summary>
    public ExitStatus Wait()
    {
        if (status is null)
        {
            Sys.WaitPidFd(pidFd, block: true, out int code, out int signal).OrThrow();
            status = Status(code, signal);
        }

        return status.Value;
    }

    /// <summary>How the process ended, or null while it runs.</summary>
    public ExitStatus? TryWait()
    {
        if (status is null)
        {
            Errno error = Sys.WaitPidFd(pidFd, block: false, out int code, out int signal);
            if (error == Errno.EAGAIN)
            {
                return null;
            }

            error.OrThrow();
            status = Status(code, signal);
        }

        return status;
    }

    /// <summary>Lets the process live on by itself: nothing of it is taken away.</summary>
    public void LetGo()
    {
        disposed = true;
        pidFd.Dispose();
        Console.Dispose();
    }

    /// <summary>Kills the process and its whole group, waits for it, removes the group, closes the descriptors.</summary>
    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        if (status is null)
        {
            Sys.SignalPidFd(pidFd, SigKill);
            Wait();
        }

        if (Cgroup is not null)
        {
            RemoveGroup(Cgroup);
        }

        pidFd.Dispose();
        Console.Dispose();
    }

    private static void RemoveGroup(ICgroup cgroup)
    {
        // With a pid namespace everything died with its first process; without one the group still has processes.
        if (cgroup.Remove(TimeSpan.Zero) == Errno.EBUSY)
        {
            cgroup.KillAll();
            cgroup.Remove(Patience).OrThrow("remove the control group");
        }
    }

    private ExitStatus Status(int code, int signal)
    {
        bool outOfMemory = Cgroup?.ReadStats().OutOfMemoryKills is > 0;
        return new ExitStatus(signal != 0 ? 128 + signal : code, signal, outOfMemory);
    }
}
