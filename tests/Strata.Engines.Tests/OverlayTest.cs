using System.Diagnostics;
using Strata.Linux;
using Strata.Testing;
using Xunit;

namespace Strata.Engines.Tests;

/// <summary>A test with folders of its own to mount. At its end nothing of it is left: no mount, no process.</summary>
public abstract class OverlayTest : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    protected OverlayTest()
    {
        Program = At("bin/strata-overlay");
        Directory.CreateDirectory(At("bin"));
        File.CreateSymbolicLink(Program, PublishedCommand.Path);
        Array.ForEach(["upper", "work", "merged"], name => Directory.CreateDirectory(At(name)));
    }

    /// <summary>The folder of this test, whose name is in the command line of each process that has to do with it.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory("strata-overlay-test-").FullName;

    /// <summary>The command, by the name that makes it a mount program.</summary>
    protected string Program { get; }

    protected string Merged => At("merged");

    public virtual void Dispose()
    {
        GC.SuppressFinalize(this);
        string[] left = [.. Mounts().Reverse()];
        foreach (string mount in left)
        {
            Sys.Unmount(PathText.Bytes(mount), Detach);
        }

        try
        {
            Eventually(() => Processes().Length == 0, () => "processes: " + string.Join(", ", Processes()));
        }
        finally
        {
            // A test that failed in a mount namespace of its own left a server there, which keeps both alive.
            Array.ForEach(Processes(), static pid => Tool.Run("/", null, "kill", "-9", $"{pid}"));
            Tool.Check("/", "rm", "-rf", "--one-file-system", Folder);
        }
    }

    private const int Detach = 2;

    /// <summary>A path in the test's folder.</summary>
    protected string At(string path) => Path.Combine(Folder, path);

    /// <summary>Makes a file and the folders above it.</summary>
    protected string Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
        return At(path);
    }

    protected string Read(string path) => File.ReadAllText(At(path));

    /// <summary>The names in a folder.</summary>
    protected string Names(string path) => string.Join(' ', Directory.EnumerateFileSystemEntries(At(path)).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    /// <summary>Runs strata-overlay in the test's folder.</summary>
    private protected Tool Overlay(params IEnumerable<string> args) => Tool.Run(Folder, null, [Program, .. args]);

    /// <summary>Mounts with options, which may have paths below the test's folder, on its folder <c>merged</c>.</summary>
    protected void Mount(string options) => MountWith(Program, options);

    protected void MountWith(string program, string options)
    {
        Tool tool = Tool.Run(Folder, null, program, "-o", options, Merged);
        Assert.True(tool is { ExitCode: 0, Output: "" } && (program != Program || tool.Errors == ""), $"{program} -o {options}: {tool}");
    }

    /// <summary>Mounts the lower folders with the test's own upper and work folder.</summary>
    protected void MountWritable(string lowers, string options = "") =>
        Mount($"lowerdir={lowers},upperdir=upper,workdir=work" + (options.Length > 0 ? "," + options : ""));

    /// <summary>Takes the mount away, and waits until its server is gone.</summary>
    protected void Unmount()
    {
        Assert.Equal(Errno.Ok, Sys.Unmount(PathText.Bytes(Merged), 0));
        WaitForServers();
    }

    protected void WaitForServers() => Eventually(() => Processes().Length == 0, () => "servers: " + string.Join(", ", Processes()));

    /// <summary>The mounts below the test's folder.</summary>
    protected string[] Mounts() =>
    [
        .. File.ReadAllLines("/proc/self/mountinfo").Select(line => line.Split(' ')[4])
            .Where(target => target.StartsWith(Folder + "/", StringComparison.Ordinal)),
    ];

    /// <summary>The line of the mount in /proc/self/mounts: source, target, type, options.</summary>
    protected string[] MountLine() =>
        Assert.Single(File.ReadAllLines("/proc/self/mounts").Select(line => line.Split(' ')), words => words[1] == Merged);

    /// <summary>Processes whose command line or working directory has to do with the test's folder, by number.</summary>
    protected int[] Processes() =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(path => int.TryParse(Path.GetFileName(path), out int pid) ? pid : 0)
            .Where(pid => pid > 0 && pid != Environment.ProcessId && CommandLineOf(pid).Contains(Folder, StringComparison.Ordinal)),
    ];

    protected static void Eventually(Func<bool> condition, Func<string> otherwise)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Patience, otherwise());
            Thread.Sleep(20);
        }
    }

    private static string CommandLineOf(int pid)
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
}
