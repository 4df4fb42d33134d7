using System.Buffers.Binary;
using Strata.Linux;

namespace Strata.Launch;

/// <summary>Starts containers. Safe from any thread, any number at once.</summary>
public static class Launcher
{
    private const int SigKill = 9;

    /// <summary>
    /// Starts the process of <paramref name="spec"/> and returns when its program runs. A step that failed, inside or
    /// outside, is a <see cref="LaunchException"/>; nothing is left then.
    /// </summary>
    public static ContainerProcess Start(LaunchSpec spec) => Start(LaunchPlan.For(spec));

    /// <summary>Starts a plan.</summary>
    public static ContainerProcess Start(LaunchPlan plan)
    {
        using ProgramImage image = new(plan);
        using LaunchDescriptors descriptors = new(plan);
        descriptors.Fill(image);
        Errno error = plan.Spec.Join.IsOpen ? StartInside(plan.Spec, image, out int pid, out FileFd pidFd) : image.Start(out pid, out pidFd);
        if (error != Errno.Ok)
        {
            Sys.SetDumpable(true);
            throw new LaunchException(error == Errno.ENOSYS && !ChildStub.IsSupported ? "launch on this processor (only x86-64)" : "clone3", error);
        }

        ICgroup? cgroup = null;
        try
        {
            // The child mounts meanwhile; it goes on to the program only after the byte on the pipe.
            if (plan.Spec.Join.IsOpen)
            {
                AttachToExisting(plan, pid);
            }
            else if (plan.Spec.Cgroup is { } limits)
            {
                cgroup = plan.Hierarchy.Create(limits);
                AttachTo(cgroup, pid);
            }

            descriptors.Release();
            ReadReport(plan, descriptors.Report);
            Sys.SetDumpable(true); // A child with shared memory that gives up privileges takes this from its parent.
            AdjustOomScore(plan.Spec, pid);
            return new ContainerProcess(pid, pidFd, cgroup, descriptors.TakeConsole());
        }
        catch
        {
            Sys.SignalPidFd(pidFd, SigKill);
            Sys.WaitPidFd(pidFd, block: true, out _, out _);
            pidFd.Dispose();
            Sys.SetDumpable(true);
            cgroup?.Remove(TimeSpan.FromSeconds(1));
            throw;
        }
    }

    /// <summary>
    /// Starts a child in the container's pid namespace, which a child gets from its parent's thread. Its memory is this
    /// process's until it leaves: nobody in the container may look at it, so it is not dumpable meanwhile, ptrace(2).
    /// </summary>
    private static Errno StartInside(LaunchSpec spec, ProgramImage image, out int pid, out FileFd pidFd)
    {
        pid = 0;
        pidFd = default;
        Errno error = Sys.SetDumpable(false);
        if (error != Errno.Ok || !spec.Namespaces.HasFlag(Namespaces.Pid))
        {
            return error == Errno.Ok ? image.Start(out pid, out pidFd) : error;
        }

        error = Sys.OpenAt(FileFd.WorkingDirectory, "/proc/self/ns/pid"u8, OpenFlags.ReadOnly, out FileFd own);
        if (error != Errno.Ok)
        {
            return error;
        }

        using (own)
        {
            error = Sys.JoinNamespaces(spec.Join, (ulong)Namespaces.Pid);
            error = error == Errno.Ok ? image.Start(out pid, out pidFd) : error;
            Sys.JoinNamespaces(own, (ulong)Namespaces.Pid).OrThrow("return to the own pid namespace");
            return error;
        }
    }

    /// <summary>The group is the container's, whose launcher takes it away.</summary>
    private static void AttachToExisting(LaunchPlan plan, int pid)
    {
        if (plan.Spec.Cgroup is { } known)
        {
            AttachTo(plan.Hierarchy.FindLeftover(known.Path) ?? throw new LaunchException($"the control group {known.Path} is gone"), pid);
        }
    }

    private static void AttachTo(ICgroup cgroup, int pid)
    {
        Errno error = cgroup.Attach(pid);

        // A child that failed is gone before it is attached: its own report says more.
        if (error is not (Errno.Ok or Errno.ESRCH))
        {
            throw new LaunchException("move the process into its control group", error);
        }
    }

    private static void ReadReport(LaunchPlan plan, FileFd pipe)
    {
        Span<byte> report = stackalloc byte[8];
        Sys.Read(pipe, report, out int count).OrThrow("read(report)");
        if (count < report.Length)
        {
            return; // The pipe closed by itself: the program runs, or the child was killed, which its exit status tells.
        }

        Step step = plan.Steps[BinaryPrimitives.ReadInt32LittleEndian(report)];
        Errno error = (Errno)BinaryPrimitives.ReadInt32LittleEndian(report[4..]);
        int exitCode = !step.IsExec ? LaunchException.OwnFailure
            : error is Errno.ENOENT or Errno.ENOTDIR ? LaunchException.NotFound
            : LaunchException.NotExecutable;
        throw new LaunchException(step.Purpose, error, exitCode);
    }

    private static void AdjustOomScore(LaunchSpec spec, int pid)
    {
        // Only now: before its execve the child shares memory with us, and the kernel would change our score as well.
        if (spec.OomScoreAdjustment is { } score)
        {
            byte[] path = PathText.Bytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/proc/{pid}/oom_score_adj"));
            Errno error = KernelFile.Write(path, score.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (error is not (Errno.Ok or Errno.ENOENT or Errno.ESRCH))
            {
                throw new LaunchException($"set oom_score_adj to {score}", error);
            }
        }
    }
}
