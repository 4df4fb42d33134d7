using System.Diagnostics;
using Strata.Linux;

namespace Strata.Union.Tests;

/// <summary>A file system of a test's own: in memory, or in an image file on a loop device.</summary>
public sealed class TestDisk : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("union-disk-").FullName;
    private bool mounted;

    /// <summary>Makes and mounts one.</summary>
    /// <param name="kind">"ext4", "xfs", "btrfs", "tmpfs", or "host": a folder of the machine's own disk.</param>
    /// <param name="megabytes">Its size.</param>
    public TestDisk(string kind, int megabytes = 320)
    {
        Directory.CreateDirectory(Root);
        if (kind == "tmpfs")
        {
            Sys.Mount("tmpfs"u8, PathText.Bytes(Root), "tmpfs"u8, default, PathText.Bytes($"size={megabytes}m")).OrThrow();
            mounted = true;
        }
        else if (kind != "host")
        {
            using (FileStream image = File.Create(Image))
            {
                image.SetLength((long)megabytes << 20);
            }

            string force = kind == "ext4" ? "-Fq" : "-fq";
            Run($"mkfs.{kind}", force, Image);
            Run("mount", "-o", "loop", "-t", kind, Image, Root);
            mounted = true;
        }
    }

    public string Root => Path.Combine(folder, "root");

    /// <summary>The loop device of an image file.</summary>
    public string Device => File.ReadLines("/proc/self/mounts").Select(line => line.Split(' ')).Single(words => words[1] == Root)[0];

    private string Image => Path.Combine(folder, "image");

    /// <summary>Runs a program that must succeed, and gives what it said.</summary>
    public static string Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error.Result}");
    }

    /// <summary>
    /// Unmounts. A process that another test starts just now may have our descriptors until it runs its program, and the runtime
    /// may close what it listed a moment later.
    /// </summary>
    public static void Unmount(string path)
    {
        Errno error = Errno.EBUSY;
        for (int i = 0; i < 200 && error == Errno.EBUSY; i++)
        {
            error = Sys.Unmount(PathText.Bytes(path), default);
            Thread.Sleep(error == Errno.EBUSY ? 10 : 0);
        }

        error.OrThrow(path);
    }

    /// <summary>Repairs an ext4 that met an error, and mounts it anew.</summary>
    public void Repair()
    {
        Unmount(Root);
        mounted = false;

        // 1: errors were corrected.
        Run("sh", "-c", "e2fsck -fy \"$1\" || [ $? = 1 ]", "sh", Image);
        Run("mount", "-o", "loop", "-t", "ext4", Image, Root);
        mounted = true;
    }

    public void Dispose()
    {
        if (mounted)
        {
            Unmount(Root); // Detaches the loop device with it.
            mounted = false;
        }

        Run("rm", "-rf", "--one-file-system", "--", folder);
    }
}
