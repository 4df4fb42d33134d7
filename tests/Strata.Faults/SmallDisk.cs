using System.Globalization;

namespace Strata.Faults;

/// <summary>A small file system in an image file, which can be filled.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly bool isShortOfInodes;

    /// <summary>Makes and mounts one.</summary>
    /// <param name="folder">Where its files go.</param>
    /// <param name="kind">"ext4" or "xfs".</param>
    /// <param name="scarce">"inodes" for few of them, or null.</param>
    public SmallDisk(string folder, string kind, string? scarce)
    {
        Root = Path.Combine(folder, "disk");
        isShortOfInodes = scarce is not null;
        string image = Path.Combine(folder, "image");
        Directory.CreateDirectory(Root);
        Command.Ok("truncate", "-s", kind == "xfs" ? "320M" : "24M", image);
        string[] inodes = isShortOfInodes ? ["-N", "340"] : [];
        Command.Ok($"mkfs.{kind}", [.. kind == "ext4" ? (string[])["-Fq", "-m", "0"] : ["-fq"], .. inodes, image]);
        Command.Ok("mount", "-o", "loop", image, Root);
    }

    /// <summary>Where it is mounted.</summary>
    public string Root { get; }

    /// <summary>Leaves so many kB, or inodes, free.</summary>
    public void Fill(int free)
    {
        if (isShortOfInodes)
        {
            FillInodes(free);
            return;
        }

        using FileStream filler = new(Path.Combine(Root, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, 0);
        byte[] piece = new byte[1 << 20];
        while (true)
        {
            // Until it is on the disk a file system only estimates what it will take.
            filler.Flush(flushToDisk: true);
            long more = new DriveInfo(Root).AvailableFreeSpace - (free * 1024L);
            if (more <= 0)
            {
                return;
            }

            try
            {
                filler.Write(piece, 0, (int)Math.Min(Math.Max(more / 2, 4096), piece.Length));
            }
            catch (IOException)
            {
                return; // Full, whatever statfs(2) says.
            }
        }
    }

    /// <summary>Takes the filling away.</summary>
    public void Free()
    {
        foreach (string filler in Directory.EnumerateFiles(Root, "filler*"))
        {
            File.Delete(filler);
        }
    }

    public void Dispose() => Command.Ok("umount", Root);

    private void FillInodes(int free)
    {
        long inodes = long.Parse(Command.Ok("stat", "-f", "-c", "%d", Root), CultureInfo.InvariantCulture);
        for (int i = 0; i < inodes - free; i++)
        {
            File.WriteAllBytes(Path.Combine(Root, $"filler{i}"), []);
        }
    }
}
