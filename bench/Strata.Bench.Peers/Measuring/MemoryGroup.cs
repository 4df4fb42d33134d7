using System.Globalization;

namespace Strata.Bench.Peers.Measuring;

/// <summary>
/// A control group of memory, v1 or v2: the pages of files that its processes bring in are counted as its own, whatever else the
/// machine reads meanwhile.
/// </summary>
internal sealed class MemoryGroup : IDisposable
{
    private readonly string folder;
    private readonly string counter;

    private MemoryGroup(string folder, string counter)
    {
        this.folder = folder;
        this.counter = counter;
        Directory.CreateDirectory(folder);
    }

    /// <summary>Bytes of files in the page cache that are counted here.</summary>
    public long Cached
    {
        get
        {
            string line = File.ReadLines(Path.Combine(folder, "memory.stat")).First(text => text.StartsWith(counter + " ", StringComparison.Ordinal));
            return long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Makes one; null where the machine offers none.</summary>
    public static MemoryGroup? Make(string name) =>
        File.Exists("/sys/fs/cgroup/memory/memory.stat") ? new MemoryGroup($"/sys/fs/cgroup/memory/{name}", "cache")
        : File.Exists("/sys/fs/cgroup/cgroup.subtree_control")
            && File.ReadAllText("/sys/fs/cgroup/cgroup.subtree_control").Contains("memory", StringComparison.Ordinal) ? new MemoryGroup($"/sys/fs/cgroup/{name}", "file")
        : null;

    /// <summary>Moves a process in.</summary>
    public void Add(int pid) => Write(folder, pid);

    /// <summary>Moves what is left back to the parent, and removes it.</summary>
    public void Dispose()
    {
        foreach (string pid in File.ReadAllLines(Path.Combine(folder, "cgroup.procs")))
        {
            Write(Path.GetDirectoryName(folder)!, int.Parse(pid, CultureInfo.InvariantCulture));
        }

        Directory.Delete(folder);
    }

    private static void Write(string group, int pid)
    {
        try
        {
            File.WriteAllText(Path.Combine(group, "cgroup.procs"), $"{pid}");
        }
        catch (IOException)
        {
            // It has ended meanwhile.
        }
    }
}
