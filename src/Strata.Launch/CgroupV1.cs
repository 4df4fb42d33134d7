using Strata.Linux;

namespace Strata.Launch;

/// <summary>
/// A group in the trees of version 1, only in those whose controller has something to do: each costs a mkdir, a write and
/// a rmdir. The pids tree is always among them, to count and to kill.
/// </summary>
internal sealed class CgroupV1 : ICgroup
{
    private readonly Dictionary<string, CgroupFolder> folders;
    private readonly List<string> unapplied = [];

    private CgroupV1(Dictionary<string, CgroupFolder> folders) => this.folders = folders;

    public IReadOnlyList<string> UnappliedLimits => unapplied;

    public static CgroupV1 Create(IReadOnlyDictionary<string, string> mounts, CgroupSpec spec)
    {
        CgroupV1 group = new([]);
        try
        {
            foreach (string controller in ControllersOf(spec))
            {
                group.MakeFolder(mounts, controller, spec);
            }

            foreach (CgroupSetting setting in CgroupSettings.ForV1(spec))
            {
                group.Apply(setting);
            }

            return group;
        }
        catch
        {
            group.Remove(TimeSpan.Zero);
            throw;
        }
    }

    public static CgroupV1? Find(IReadOnlyDictionary<string, string> mounts, string path)
    {
        Dictionary<string, CgroupFolder> found = [];
        foreach ((string controller, string mount) in mounts)
        {
            CgroupFolder folder = new(mount, path);
            if (folder.Exists)
            {
                found.Add(controller, folder);
            }
        }

        return found.Count == 0 ? null : new CgroupV1(found);
    }

    /// <summary>The mounts of the trees that the group of <paramref name="spec"/> has a folder in, each once.</summary>
    public static IReadOnlyList<string> TreesOf(IReadOnlyDictionary<string, string> mounts, CgroupSpec spec)
    {
        List<string> trees = [];
        foreach (string controller in ControllersOf(spec))
        {
            if (mounts.TryGetValue(controller, out string? mount) && !trees.Contains(mount))
            {
                trees.Add(mount);
            }
        }

        return trees;
    }

    /// <summary>Ok: the process joins by itself, see <see cref="CgroupHierarchy.TreesToJoin"/>.</summary>
    public Errno Attach(int pid) => Errno.Ok;

    public Errno KillAll()
    {
        // With no task left to its limit, nothing can fork away from the signals.
        if (folders.TryGetValue("pids", out CgroupFolder? pids))
        {
            pids.Write("pids.max", "0");
        }

        foreach (CgroupFolder folder in Distinct())
        {
            folder.KillProcesses();
        }

        return Errno.Ok;
    }

    public CgroupStats ReadStats()
    {
        CgroupFolder? memory = folders.GetValueOrDefault("memory");
        return new CgroupStats(
            memory?.ReadNumber("memory.usage_in_bytes"),
            memory?.ReadNumber("memory.max_usage_in_bytes"),
            memory?.ReadKey("memory.oom_control", "oom_kill"),
            folders.GetValueOrDefault("cpuacct")?.ReadNumber("cpuacct.usage") / 1000,
            folders.GetValueOrDefault("pids")?.ReadNumber("pids.current"));
    }

    public Errno Remove(TimeSpan patience)
    {
        long deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        Errno first = Errno.Ok;
        foreach (CgroupFolder folder in Distinct())
        {
            Errno error = folder.Remove(deadline);
            first = first == Errno.Ok ? error : first;
        }

        return first;
    }

    /// <summary>v1 leaves a new cpuset empty, and an empty one takes no task: it gets what its parent has.</summary>
    private static void InheritCpuset(CgroupFolder folder, string mount)
    {
        foreach (string file in (ReadOnlySpan<string>)["cpuset.cpus", "cpuset.mems"])
        {
            if (string.IsNullOrEmpty(folder.Read(file)))
            {
                // Another container may have made the parent just now, and not come to this yet.
                CgroupFolder above = folder.Parent ?? new CgroupFolder(mount, ".");
                if (folder.Parent is not null)
                {
                    InheritCpuset(above, mount);
                }

                folder.Set(file, above.Read(file) ?? "");
            }
        }
    }

    private static HashSet<string> ControllersOf(CgroupSpec spec)
    {
        HashSet<string> controllers = ["pids"];
        foreach (CgroupSetting setting in CgroupSettings.ForV1(spec))
        {
            controllers.Add(setting.Controller);
        }

        if (spec.Accounting)
        {
            controllers.Add("memory");
            controllers.Add("cpuacct");
        }

        return controllers;
    }

    private IEnumerable<CgroupFolder> Distinct() => folders.Values.DistinctBy(f => f.FullPath);

    private void MakeFolder(IReadOnlyDictionary<string, string> mounts, string controller, CgroupSpec spec)
    {
        if (folders.ContainsKey(controller))
        {
            return;
        }

        if (!mounts.TryGetValue(controller, out string? mount))
        {
            throw new LaunchException($"no tree of version 1 has the {controller} controller");
        }

        // Some machines mount two controllers as one tree: cpu,cpuacct.
        CgroupFolder folder = new(mount, spec.Path);
        CgroupFolder? known = folders.Values.FirstOrDefault(f => f.FullPath == folder.FullPath);
        if (known is null)
        {
            bool cpuset = controller == "cpuset";
            folder.Make(cpuset ? above => InheritCpuset(above, mount) : null);
            folders.Add(controller, folder);
            if (cpuset)
            {
                InheritCpuset(folder, mount);
            }
        }
        else
        {
            folders.Add(controller, known);
        }
    }

    private void Apply(CgroupSetting setting)
    {
        CgroupFolder folder = folders[setting.Controller];
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
