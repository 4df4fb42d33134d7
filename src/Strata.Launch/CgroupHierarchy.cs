using Strata.Linux;

namespace Strata.Launch;

/// <summary>
/// Where a machine's control groups are, as /proc/self/mountinfo shows them, and which version has the controllers. A
/// container's group lies at the same path below each mount that it needs.
/// </summary>
public sealed class CgroupHierarchy
{
    private static readonly Lazy<CgroupHierarchy> Machine = new(Read);
    private readonly Dictionary<string, string> v1 = [];

    private CgroupHierarchy()
    {
    }

    /// <summary>Of this machine, read once.</summary>
    public static CgroupHierarchy OfMachine => Machine.Value;

    /// <summary>Which version has the controllers.</summary>
    public CgroupLayout Layout =>
        v1.Count > 0 ? V2Mount is null ? CgroupLayout.V1 : CgroupLayout.Hybrid
        : V2Mount is null ? CgroupLayout.None : CgroupLayout.V2;

    /// <summary>Controllers of version 1 and where each is mounted.</summary>
    public IReadOnlyDictionary<string, string> V1Mounts => v1;

    /// <summary>Where version 2 is mounted, or null.</summary>
    public string? V2Mount { get; private set; }

    /// <summary>What the layout cannot enforce, in words for <c>strata info</c>; empty where all is enforced.</summary>
    public IReadOnlyList<string> Limitations => Layout switch
    {
        CgroupLayout.V2 => ["device rules are not enforced: version 2 needs an eBPF program for them"],
        CgroupLayout.None => ["no control groups are mounted: no limit can be set"],
        _ => [],
    };

    /// <summary>Reads the lines of a mountinfo file, proc_pid_mountinfo(5).</summary>
    public static CgroupHierarchy Parse(string mountinfo)
    {
        CgroupHierarchy hierarchy = new();
        foreach (string line in mountinfo.Split('\n'))
        {
            int dash = line.IndexOf(" - ", StringComparison.Ordinal);
            string[] before = dash < 0 ? [] : line[..dash].Split(' ');
            string[] after = dash < 0 ? [] : line[(dash + 3)..].Split(' ');
            if (before.Length < 5 || after.Length < 3)
            {
                continue;
            }

            string mount = Unescape(before[4]);
            if (after[0] == "cgroup2")
            {
                hierarchy.V2Mount ??= mount;
            }
            else if (after[0] == "cgroup")
            {
                foreach (string controller in after[2].Split(',').Where(o => o is not ("rw" or "ro") && !o.Contains('=', StringComparison.Ordinal)))
                {
                    hierarchy.v1.TryAdd(controller, mount);
                }
            }
        }

        return hierarchy;
    }

    /// <summary>Makes a container's group with its limits. One that exists already is refused: it is not ours.</summary>
    public ICgroup Create(CgroupSpec spec)
    {
        CgroupSettings.Validate(spec);
        return Layout switch
        {
            CgroupLayout.V2 => CgroupV2.Create(V2Mount!, spec),
            CgroupLayout.None => throw new LaunchException("no control groups are mounted: limits cannot be set"),
            _ => CgroupV1.Create(v1, spec),
        };
    }

    /// <summary>
    /// The trees of version 1 that a container's group has a folder in, as their mounts. A process joins each by itself:
    /// writing "0" to <c>tasks</c> moves the writer and takes no lock, while moving another process waits for the kernel's
    /// lock on all thread groups, up to some ten milliseconds of an RCU grace period. Empty where there is no such tree.
    /// </summary>
    internal IReadOnlyList<string> TreesToJoin(CgroupSpec spec) => Layout is CgroupLayout.V1 or CgroupLayout.Hybrid ? CgroupV1.TreesOf(v1, spec) : [];

    /// <summary>
    /// What is left of a group whose container's launcher died, to be killed and removed; null where nothing is left. The
    /// path must be one that this program made.
    /// </summary>
    public ICgroup? FindLeftover(string path)
    {
        CgroupSettings.Validate(new CgroupSpec { Path = path });
        return Layout switch
        {
            CgroupLayout.V2 => CgroupV2.Find(V2Mount!, path),
            CgroupLayout.None => null,
            _ => CgroupV1.Find(v1, path),
        };
    }

    /// <summary>The freezer of a container's group; null where the machine has none.</summary>
    public CgroupFreezer? FreezerOf(string path)
    {
        CgroupSettings.Validate(new CgroupSpec { Path = path });
        return Layout switch
        {
            CgroupLayout.V2 => new CgroupFreezer(new CgroupFolder(V2Mount!, path), null),
            CgroupLayout.None => null,
            _ => v1.TryGetValue("freezer", out string? freezer) && v1.TryGetValue("pids", out string? pids)
                ? new CgroupFreezer(new CgroupFolder(freezer, path), new CgroupFolder(pids, path))
                : null,
        };
    }

    private static CgroupHierarchy Read()
    {
        KernelFile.Read(FileFd.WorkingDirectory, "/proc/self/mountinfo"u8, out string mountinfo).OrThrow("read /proc/self/mountinfo");
        return Parse(mountinfo);
    }

    private static string Unescape(string path)
    {
        return path.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal)
            .Replace("\\012", "\n", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);
    }
}
