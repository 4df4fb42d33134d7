using System.Diagnostics;
using Strata.Blobs;
using Strata.Containers.Mounts.Kernel;
using Strata.Layers;
using Strata.Linux;
using Xunit;

namespace Strata.Containers.Tests;

/// <summary>A folder with chain images, objects, an upper and a work folder, for mounts by the kernel in a namespace of a thread.</summary>
internal sealed class KernelStage : IDisposable
{
    public KernelStage()
    {
        Path = System.IO.Directory.CreateDirectory($"/var/tmp/strata-kernel-{Guid.NewGuid():n}").FullName;
        foreach (string name in new[] { "objects", "upper", "work", "target" })
        {
            System.IO.Directory.CreateDirectory($"{Path}/{name}");
        }
    }

    public static byte[] Content { get; } = [.. Enumerable.Range(0, 9000).Select(i => (byte)(i * 3))];

    public string Path { get; }

    public string Target => $"{Path}/target";

    public OverlaySpec Spec => new() { Source = "stage", Objects = $"{Path}/objects", Upper = $"{Path}/upper", Work = $"{Path}/work" };

    public static LayerEntry Directory(string path, params (string Name, string Value)[] xattrs) => new()
    {
        Path = PathText.Bytes(path),
        Kind = EntryKind.Directory,
        Permissions = 0b001_111_101_101,
        Uid = 7,
        Gid = 8,
        Modified = new Timestamp(1_500_000_000, 5),
        Xattrs = [.. xattrs.Select(x => new Xattr(PathText.Bytes(x.Name), PathText.Bytes(x.Value)))],
    };

    public static LayerEntry Object(string path) => new()
    {
        Path = PathText.Bytes(path),
        Kind = EntryKind.File,
        Permissions = 0b110_100_100,
        Size = Content.Length,
        ContentDigest = Digest.Of(Content),
    };

    /// <summary>Writes a chain image and the objects in it, and opens it for reading.</summary>
    public FileFd Image(string name, params LayerEntry[] layer)
    {
        byte[] file = PathText.Bytes($"{Path}/{name}");
        Sys.OpenAt(FileFd.WorkingDirectory, file, OpenFlags.ReadWrite | OpenFlags.Create, out FileFd output, 0b110_000_000).OrThrow(name);
        using (output)
        {
            ChainImageWriter.Write([layer], output);
        }

        byte[] path = new byte[ObjectPath.Length];
        ObjectPath.Write(Digest.Of(Content), path);
        string full = $"{Path}/objects/{PathText.Show(path)}";
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, Content);
        Sys.OpenAt(FileFd.WorkingDirectory, file, OpenFlags.ReadOnly, out FileFd image).OrThrow(name);
        return image;
    }

    /// <summary>Runs work whose mounts nobody else sees and which end with it.</summary>
    public static void Privately(Action work) =>
        Assert.Equal(Errno.Ok, PrivateNamespace.Run(
            () =>
            {
                work();
                return true;
            },
            out _));

    /// <summary>The numbers of the loop devices that show files of this stage.</summary>
    public string[] Loops() =>
        [.. System.IO.Directory.EnumerateDirectories("/sys/block", "loop*").Where(path => BackingFileOf(path).StartsWith(Path, StringComparison.Ordinal))];

    /// <summary>The kernel lets go of a device a moment after its last user.</summary>
    public void AssertNoLoops()
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (Loops().Length > 0)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), string.Join(", ", Loops()));
            Thread.Sleep(10);
        }
    }

    public void Dispose()
    {
        AssertNoLoops();
        System.IO.Directory.Delete(Path, recursive: true);
    }

    private static string BackingFileOf(string device)
    {
        try
        {
            return File.ReadAllText($"{device}/loop/backing_file");
        }
        catch (IOException)
        {
            return ""; // It shows no file.
        }
    }
}
