using System.Diagnostics;
using Strata.Linux;

namespace Strata.Conformance;

/// <summary>
/// A folder on a real disk file system (an upper on tmpfs answers differently) in which a test has its lowers, uppers and
/// mount points. Deleted at the end, never across a mount.
/// </summary>
internal sealed class Arena : IDisposable
{
    private int counter;

    /// <summary>Makes one.</summary>
    /// <param name="parent">The folder that it lies in; null for a usual one.</param>
    public Arena(string? parent = null)
    {
        parent ??= Environment.GetEnvironmentVariable("STRATA_CONFORMANCE_DIR") ?? "/var/tmp";
        Path = Directory.CreateDirectory($"{parent}/strata-conformance-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}").FullName;
        Sys.ChmodAt(FileFd.WorkingDirectory, PathText.Bytes(Path), 0b111_101_101).OrThrow();
    }

    public string Path { get; }

    /// <summary>Makes a new empty folder.</summary>
    public string Folder(string name)
    {
        string path = $"{Path}/{name}{Interlocked.Increment(ref counter)}";
        Directory.CreateDirectory(path);
        Sys.ChmodAt(FileFd.WorkingDirectory, PathText.Bytes(path), 0b111_101_101).OrThrow();
        return path;
    }

    /// <summary>Deletes a tree that is no longer needed.</summary>
    public static void Delete(string path)
    {
        using Process rm = Process.Start("rm", ["-rf", "--one-file-system", "--", path]);
        rm.WaitForExit();
    }

    public void Dispose() => Delete(Path);
}
