using System.Globalization;

namespace Strata.Launch;

/// <summary>Turns limits into the files of the two versions of control groups.</summary>
public static class CgroupSettings
{
    /// <summary>cgroups-v1: controller, file, value, in the order that the kernel needs.</summary>
    public static IReadOnlyList<CgroupSetting> ForV1(CgroupSpec spec)
    {
        List<CgroupSetting> settings = [];
        if (spec.MemoryBytes is { } memory)
        {
            // The sum of memory and swap may never be below memory, so memory goes first.
            settings.Add(new("memory", "memory.limit_in_bytes", Text(memory)));
            settings.Add(new("memory", "memory.memsw.limit_in_bytes", Text(spec.MemoryAndSwapBytes ?? memory * 2), SwapName(spec)));
        }

        if (spec.CpuQuotaMicroseconds is { } quota)
        {
            settings.Add(new("cpu", "cpu.cfs_period_us", Text(spec.CpuPeriodMicroseconds)));
            settings.Add(new("cpu", "cpu.cfs_quota_us", Text(quota)));
        }

        AddCpuset(settings, spec);
        if (spec.PidsLimit is { } pids)
        {
            settings.Add(new("pids", "pids.max", Text(pids)));
        }

        foreach (DeviceRule rule in spec.Devices ?? [])
        {
            settings.Add(new("devices", rule.Allow ? "devices.allow" : "devices.deny", rule.ToString()));
        }

        return settings;
    }

    /// <summary>cgroup v2, cgroups(7): files of the one group. Device rules have no file there.</summary>
    public static IReadOnlyList<CgroupSetting> ForV2(CgroupSpec spec)
    {
        List<CgroupSetting> settings = [];
        if (spec.MemoryBytes is { } memory)
        {
            // Here swap is counted by itself.
            string swap = spec.MemoryAndSwapBytes is -1 ? "max" : Text((spec.MemoryAndSwapBytes ?? memory * 2) - memory);
            settings.Add(new("memory", "memory.max", Text(memory)));
            settings.Add(new("memory", "memory.swap.max", swap, SwapName(spec)));
        }

        if (spec.CpuQuotaMicroseconds is { } quota)
        {
            settings.Add(new("cpu", "cpu.max", $"{Text(quota)} {Text(spec.CpuPeriodMicroseconds)}"));
        }

        AddCpuset(settings, spec);
        if (spec.PidsLimit is { } pids)
        {
            settings.Add(new("pids", "pids.max", Text(pids)));
        }

        return settings;
    }

    /// <summary>Refuses what no kernel would take, before anything is made.</summary>
    internal static void Validate(CgroupSpec spec)
    {
        string[] parts = spec.Path.Split('/');
        if (parts.Any(p => p is "" or "." or ".."))
        {
            throw new LaunchException($"\"{spec.Path}\" is not a path of a control group");
        }

        if (spec.MemoryBytes is <= 0 || (spec.MemoryAndSwapBytes is { } total and not -1 && total < spec.MemoryBytes.GetValueOrDefault(long.MaxValue)))
        {
            throw new LaunchException("memory and swap together must be at least the memory limit, which must be positive");
        }

        if (spec.CpuPeriodMicroseconds is < 1000 or > 1_000_000 || spec.CpuQuotaMicroseconds is < 1000)
        {
            throw new LaunchException("a cpu period is 1 to 1000 milliseconds and a quota at least 1 millisecond");
        }
    }

    // Only a limit on swap that was asked for is worth a word where swap is not accounted.
    private static string SwapName(CgroupSpec spec) => spec.MemoryAndSwapBytes is null ? "" : "memory and swap together";

    private static void AddCpuset(List<CgroupSetting> settings, CgroupSpec spec)
    {
        if (spec.CpusetCpus is { } cpus)
        {
            settings.Add(new("cpuset", "cpuset.cpus", cpus));
        }

        if (spec.CpusetMems is { } mems)
        {
            settings.Add(new("cpuset", "cpuset.mems", mems));
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
