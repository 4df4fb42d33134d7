using System.Globalization;
using Strata.Linux;

namespace Strata.Launch;

/// <summary>
/// Stops all processes of a group where they stand, and lets them go on: the freezer, cgroups(7). In version 1 it is a tree of its
/// own, which a container's processes join when they are first frozen.
/// </summary>
public sealed class CgroupFreezer
{
    private readonly CgroupFolder folder;
    private readonly CgroupFolder? members;

    /// <param name="folder">The group in the tree that freezes.</param>
    /// <param name="members">Version 1: the group in a tree that has all the processes; null where it is the same tree.</param>
    internal CgroupFreezer(CgroupFolder folder, CgroupFolder? members)
    {
        this.folder = folder;
        this.members = members;
    }

    /// <summary>Whether the processes stand still, or are about to.</summary>
    public bool IsFrozen => members is null ? folder.Read("cgroup.freeze") == "1" : folder.Read("freezer.state") is "FROZEN" or "FREEZING";

    /// <summary>Stops them. ETIMEDOUT: one does not stop, for instance in a call that nothing interrupts; they go on then.</summary>
    public Errno Freeze(TimeSpan patience)
    {
        if (members is not null)
        {
            if (!folder.Exists)
            {
                folder.Make();
            }

            JoinAll(members);
        }

        long deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        Errno error = members is null ? folder.Write("cgroup.freeze", "1") : folder.Write("freezer.state", "FROZEN");
        while (error == Errno.Ok && !HasFrozen())
        {
            if (Environment.TickCount64 >= deadline)
            {
                Thaw();
                return Errno.ETIMEDOUT;
            }

            Thread.Sleep(1);
        }

        return error;
    }

    /// <summary>Lets them go on.</summary>
    public Errno Thaw() => members is null ? folder.Write("cgroup.freeze", "0") : folder.Write("freezer.state", "THAWED");

    /// <summary>Takes away what <see cref="Freeze"/> made for a group whose processes have ended.</summary>
    public void Remove(TimeSpan patience)
    {
        if (members is not null && folder.Exists)
        {
            _ = folder.Remove(Environment.TickCount64 + (long)patience.TotalMilliseconds);
        }
    }

    private bool HasFrozen() => members is null ? folder.ReadKey("cgroup.events", "frozen") == 1 : folder.Read("freezer.state") == "FROZEN";

    /// <summary>What is forked meanwhile by one that has joined is in the group already; the others are found at the next look.</summary>
    private void JoinAll(CgroupFolder from)
    {
        HashSet<int> joined = [];
        for (bool more = true; more;)
        {
            more = false;
            foreach (int pid in from.Processes().Where(joined.Add))
            {
                more = true;

                // ESRCH: it has ended.
                _ = folder.Write("cgroup.procs", pid.ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}
