using System.Globalization;
using System.Text;
using Strata.Linux;

namespace Strata.Launch;

/// <summary>One folder in a tree of control groups: made, written, read, removed.</summary>
internal sealed class CgroupFolder
{
    private const uint Permissions = 0x1ED;
    private readonly string mount;
    private readonly string path;
    private readonly byte[] full;

    public CgroupFolder(string mount, string path)
    {
        this.mount = mount;
        this.path = path;
        full = PathText.Bytes($"{mount}/{path}");
    }

    /// <summary>The whole path, to be shown.</summary>
    public string FullPath => path == "." ? mount : $"{mount}/{path}";

    /// <summary>Whether it is there.</summary>
    public bool Exists => Sys.AccessAt(FileFd.WorkingDirectory, full, 0) == Errno.Ok;

    /// <summary>The folder above, or null where that is the mount itself.</summary>
    public CgroupFolder? Parent => path.LastIndexOf('/') is > 0 and var slash ? new CgroupFolder(mount, path[..slash]) : null;

    /// <summary>Makes the folder and, where they are missing, those above; <paramref name="prepare"/> runs for each of these.</summary>
    public void Make(Action<CgroupFolder>? prepare = null)
    {
        // Another container that ends may remove the folder above just now, if it was its last.
        Errno error = Errno.ENOENT;
        for (int attempt = 0; attempt < 20 && error == Errno.ENOENT; attempt++)
        {
            if (Parent is { } parent && !parent.Exists)
            {
                parent.MakeShared(prepare);
            }

            error = Sys.MkdirAt(FileFd.WorkingDirectory, full, Permissions);
        }

        Require(error, "make");
    }

    /// <summary>Writes one of its files.</summary>
    public Errno Write(string file, string value) => KernelFile.Write(PathOf(file), value);

    /// <summary>Writes one of its files; a refusal names file and value.</summary>
    public void Set(string file, string value)
    {
        Errno error = Write(file, value);
        if (error != Errno.Ok)
        {
            throw new LaunchException($"write \"{value}\" to {FullPath}/{file}", error);
        }
    }

    /// <summary>The text of one of its files, or null where it cannot be read.</summary>
    public string? Read(string file) =>
        KernelFile.Read(FileFd.WorkingDirectory, PathOf(file), out string value) == Errno.Ok ? value : null;

    /// <summary>The number in one of its files.</summary>
    public long? ReadNumber(string file) =>
        long.TryParse(Read(file), NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>The number after <paramref name="key"/> in a file of "key number" lines.</summary>
    public long? ReadKey(string file, string key)
    {
        foreach (string line in Read(file)?.Split('\n') ?? [])
        {
            if (line.StartsWith(key + " ", StringComparison.Ordinal)
                && long.TryParse(line.AsSpan(key.Length + 1), NumberStyles.Integer, CultureInfo.InvariantCulture, out long number))
            {
                return number;
            }
        }

        return null;
    }

    /// <summary>Sends SIGKILL to each process in the folder; gives how many there were.</summary>
    public int KillProcesses()
    {
        const int SigKill = 9;
        int count = 0;
        foreach (int pid in Processes())
        {
            Sys.Kill(pid, SigKill);
            count++;
        }

        return count;
    }

    /// <summary>The processes in the folder, by their numbers.</summary>
    public IEnumerable<int> Processes()
    {
        foreach (string line in Read("cgroup.procs")?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            // 0 is a process of another pid namespace.
            if (int.TryParse(line, CultureInfo.InvariantCulture, out int pid) && pid > 0)
            {
                yield return pid;
            }
        }
    }

    /// <summary>rmdir(2), repeated while it is busy up to a time of <see cref="Environment.TickCount64"/>; then the folders above that became empty.</summary>
    public Errno Remove(long deadline)
    {
        Errno error;
        while ((error = Sys.RmdirAt(FileFd.WorkingDirectory, full)) == Errno.EBUSY && Environment.TickCount64 < deadline)
        {
            Thread.Sleep(1);
        }

        if (error is not (Errno.Ok or Errno.ENOENT))
        {
            return error;
        }

        for (CgroupFolder? above = Parent; above is not null; above = above.Parent)
        {
            if (Sys.RmdirAt(FileFd.WorkingDirectory, above.full) != Errno.Ok)
            {
                break; // Other containers are in it.
            }
        }

        return Errno.Ok;
    }

    private void MakeShared(Action<CgroupFolder>? prepare)
    {
        if (Parent is { } parent && !parent.Exists)
        {
            parent.MakeShared(prepare);
        }

        Errno error = Sys.MkdirAt(FileFd.WorkingDirectory, full, Permissions);
        if (error != Errno.EEXIST)
        {
            Require(error, "make");
        }

        prepare?.Invoke(this);
    }

    private void Require(Errno error, string verb)
    {
        if (error != Errno.Ok)
        {
            throw new LaunchException($"{verb} the control group {FullPath}", error);
        }
    }

    private byte[] PathOf(string file) => Encoding.UTF8.GetBytes($"{mount}/{path}/{file}");
}
