using System.Globalization;
using Strata.Linux;

namespace Strata.Launch;

/// <summary>A group in the one tree of version 2, cgroups(7).</summary>
internal sealed class CgroupV2 : ICgroup
{
    private readonly CgroupFolder folder;
    private readonly List<string> unapplied = [];

    private CgroupV2(CgroupFolder folder) => this.folder = folder;

    public IReadOnlyList<string> UnappliedLimits => unapplied;

    public static CgroupV2 Create(string mount, CgroupSpec spec)
    {
        IReadOnlyList<CgroupSetting> settings = CgroupSettings.ForV2(spec);
        CgroupFolder top = new(mount, ".");
        string[] available = top.Read("cgroup.controllers")?.Split(' ') ?? [];
        HashSet<string> controllers = [.. settings.Select(s => s.Controller)];
        if (controllers.Except(available).FirstOrDefault() is { } missing)
        {
            throw new LaunchException($"the {missing} controller is not available in {mount}");
        }

        // Not needed for a limit, only to count.
        controllers.UnionWith(available.Intersect(spec.Accounting ? ["pids", "memory", "cpu"] : ["pids"]));

        // A group has a controller only if every group above hands it down.
        HandDown(top, controllers);
        CgroupV2 group = new(new CgroupFolder(mount, spec.Path));
        group.folder.Make(above => HandDown(above, controllers));
        try
        {
            for (CgroupFolder? above = group.folder.Parent; above is not null; above = above.Parent)
            {
                HandDown(above, controllers);
            }

            foreach (CgroupSetting setting in settings)
            {
                group.Apply(setting);
            }

            if (spec.Devices is { Count: > 0 })
            {
                group.unapplied.Add("device rules: version 2 of control groups needs an eBPF program for them");
            }

            return group;
        }
        catch
        {
            group.Remove(TimeSpan.Zero);
            throw;
        }
    }

    public static CgroupV2? Find(string mount, string path)
    {
        CgroupFolder folder = new(mount, path);
        return folder.Exists ? new CgroupV2(folder) : null;
    }

    public Errno Attach(int pid) => folder.Write("cgroup.procs", pid.ToString(CultureInfo.InvariantCulture));

    public Errno KillAll()
    {
        // cgroup.kill came with Linux 5.14.
        if (folder.Write("cgroup.kill", "1") != Errno.Ok)
        {
            folder.Write("pids.max", "0");
            folder.KillProcesses();
        }

        return Errno.Ok;
    }

    public CgroupStats ReadStats() => new(
        folder.ReadNumber("memory.current"),
        folder.ReadNumber("memory.peak"),
        folder.ReadKey("memory.events", "oom_kill"),
        folder.ReadKey("cpu.stat", "usage_usec"),
        folder.ReadNumber("pids.current"));

    public Errno Remove(TimeSpan patience) => folder.Remove(Environment.TickCount64 + (long)patience.TotalMilliseconds);

    private static void HandDown(CgroupFolder folder, IEnumerable<string> controllers)
    {
        string[] enabled = folder.Read("cgroup.subtree_control")?.Split(' ') ?? [];
        foreach (string controller in controllers.Except(enabled))
        {
            folder.Set("cgroup.subtree_control", "+" + controller);
        }
    }

    private void Apply(CgroupSetting setting)
    {
        if (setting.IfAccounted is { } name && folder.Read(setting.File) is null)
        {
            if (name.Length > 0)
            {
                unapplied.Add($"{name}: this kernel does not account swap");
            }

            return;
        }

        folder.Set(setting.File, setting.Value);
    }
}
