namespace Strata.Bench.Peers.Mounting;

/// <summary>
/// A file system of the benchmark's own, in a file behind a loop device without a cache of its own. On a file system that others
/// write to as well, each commit of their journal would be waited for in our figures, and removing a million inodes takes long.
/// </summary>
internal sealed class LoopDisk : IDisposable
{
    private readonly string image;
    private readonly string device;

    private LoopDisk(string image, string device, string path)
    {
        this.image = image;
        this.device = device;
        Path = path;
    }

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    /// <summary>Makes and mounts it.</summary>
    /// <param name="path">Where; the image lies beside it.</param>
    /// <param name="size">Of the image, as truncate(1) takes it; only what is written takes space.</param>
    /// <param name="makeFileSystem">mkfs and its arguments, before the device.</param>
    /// <param name="options">Of the mount.</param>
    public static LoopDisk Make(string path, string size, string[] makeFileSystem, string options)
    {
        string image = path + ".img";
        Directory.CreateDirectory(path);
        Command.Time("truncate", "-s", size, image);
        string device = Command.Output("losetup", "--find", "--show", "--direct-io=on", image).Trim();
        LoopDisk disk = new(image, device, path);
        try
        {
            Command.Time([.. makeFileSystem, device]);
            Command.Time("mount", "-o", options, device, path);
            return disk;
        }
        catch (InvalidOperationException)
        {
            disk.Dispose();
            throw;
        }
    }

    /// <summary>Takes away what is mounted in it, and it; lazily, for a run that was broken off.</summary>
    public void Dispose()
    {
        string[] mounts = [.. File.ReadLines("/proc/self/mounts").Select(line => line.Split(' ')[1])];
        foreach (string mount in mounts.Where(mount => mount == Path || mount.StartsWith(Path + "/", StringComparison.Ordinal)).Reverse())
        {
            Command.Succeeds("umount", "-l", mount);
        }

        Command.Succeeds("losetup", "-d", device);
        Command.Time("rm", "-rf", "--one-file-system", image, Path);
    }
}
