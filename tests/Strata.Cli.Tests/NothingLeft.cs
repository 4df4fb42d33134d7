using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Strata.Cli.Tests;

/// <summary>
/// A test that runs containers or mounts images of the shared store, and checks at its end that nothing of it is left: no
/// mount, no process, no loop device, no control group, no folder of a container.
/// </summary>
[Collection(nameof(BusyboxCollection))]
public abstract class NothingLeft(BusyboxStore store) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly HashSet<string> groupsBefore = [.. Groups()];

    protected BusyboxStore Store { get; } = store;

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Assert.Equal("", Store.Ok("ps", "-aq"));
        Assert.Empty(Names("containers").Except(["lock", "names"]));
        Assert.Empty(Names("containers/names"));
        Assert.DoesNotContain(File.ReadAllLines("/proc/self/mountinfo"), line => line.Contains(Store.Folder, StringComparison.Ordinal));
        Eventually(() => Processes().Length == 0, () => "processes: " + string.Join(", ", Processes()));
        Eventually(() => LoopDevices().Length == 0, () => "loop devices: " + string.Join(", ", LoopDevices()));

        // Other tests of the machine may have groups of their own for a moment.
        Eventually(() => !Groups().Except(groupsBefore).Any(), () => "control groups: " + string.Join(", ", Groups().Except(groupsBefore)));
    }

    /// <summary>Waits until something is so.</summary>
    protected static void Eventually(Func<bool> condition, Func<string> otherwise)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Patience, otherwise());
            Thread.Sleep(20);
        }
    }

    /// <summary>Waits until the command of a container of that name runs, and gives its row of <c>ps</c>.</summary>
    protected JsonNode WaitUntilRunning(string name)
    {
        JsonNode? row = null;
        Eventually(
            () => (row = Store.Json("ps", "--format", "json").FirstOrDefault(found => (string)found!["Name"]! == name)) is not null
                && Groups().Where(group => group.EndsWith((string)row["Id"]!, StringComparison.Ordinal)).SelectMany(MembersOf).Any(HasExecuted),
            () => $"{name} does not run");
        return row!;
    }

    /// <summary>The servers of mounts of this store, as process ids.</summary>
    protected string[] Processes() =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(path => Path.GetFileName(path)!)
            .Where(name => int.TryParse(name, out _) && CommandLineOf(name).Contains(Store.Folder, StringComparison.Ordinal)),
    ];

    /// <summary>The processes in control groups that were made since the test began, as process ids.</summary>
    protected string[] ProcessesOfContainers() => [.. Groups().Except(groupsBefore).SelectMany(MembersOf).Distinct()];

    /// <summary>The loop devices that show files of this store.</summary>
    protected string[] LoopDevices() =>
        [.. Directory.EnumerateDirectories("/sys/block", "loop*").Where(path => BackingFileOf(path).StartsWith(Store.Folder, StringComparison.Ordinal))];

    /// <summary>Whether a container's process is its command: before it shows the command line of the one whose memory it shares, then the stub's.</summary>
    private bool HasExecuted(string pid) =>
        CommandLineOf(pid) is { Length: > 0 } line && !line.Contains(Store.Folder, StringComparison.Ordinal) && !line.StartsWith("strata-exec", StringComparison.Ordinal);

    private static string BackingFileOf(string device)
    {
        try
        {
            return File.ReadAllText(Path.Combine(device, "loop/backing_file"));
        }
        catch (IOException)
        {
            return ""; // It shows no file.
        }
    }

    private static string CommandLineOf(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            return ""; // It ended.
        }
    }

    private static string[] MembersOf(string group)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(group, "cgroup.procs"));
        }
        catch (IOException)
        {
            return []; // It is gone.
        }
    }

    private static IEnumerable<string> Groups()
    {
        string[] parents = [.. Directory.GetDirectories("/sys/fs/cgroup").Append("/sys/fs/cgroup").Select(path => Path.Combine(path, "strata"))];
        return parents.Where(Directory.Exists).SelectMany(Directory.GetDirectories);
    }

    private string[] Names(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(Path.Combine(Store.Root, folder)).Select(path => Path.GetFileName(path)!).Order()];
}
