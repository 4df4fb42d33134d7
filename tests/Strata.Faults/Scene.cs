using System.Security.Cryptography;
using Xunit;

namespace Strata.Faults;

/// <summary>A folder with images to load and stores to load them into, gone afterwards.</summary>
internal sealed class Scene : IDisposable
{
    public Scene(params string[] images)
    {
        Command.Ok("umoci", "init", "--layout", Layout);
        string shared = Tar("shared", 3);
        foreach (string image in images)
        {
            string tag = $"{Layout}:{image}";
            Command.Ok("umoci", "new", "--image", tag);
            Command.Ok("umoci", "raw", "add-layer", "--image", tag, shared);
            Command.Ok("umoci", "raw", "add-layer", "--image", tag, Tar(image, 4));
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("strata-faults-").FullName;

    public string Layout => Path.Combine(Folder, "layout");

    /// <summary>Files and folders of a store with their sizes, but for what says nothing about its images.</summary>
    public static string[] Contents(string store) =>
    [
        .. Directory.EnumerateFileSystemEntries(store, "*", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetRelativePath(store, path), Size: File.Exists(path) ? new FileInfo(path).Length : 0))
            .Where(entry => entry.Name is not ("damaged" or "images.lock") && !entry.Name.StartsWith("containers", StringComparison.Ordinal))
            .Select(entry => $"{entry.Name} {entry.Size}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The store is sound, all data read, whatever happened to it.</summary>
    public static void AssertSound(string store, string after)
    {
        Outcome check = Command.Run(Command.Strata, "--root", store, "system", "check", "--read-data");
        Assert.True(check.Code == 0, $"after {after}: {check}");
    }

    /// <summary>A copy of a store, or an empty folder where there is none.</summary>
    public string CopyOf(string? store)
    {
        string copy = Path.Combine(Folder, "copy");
        Command.Ok("rm", "-rf", "--one-file-system", copy);
        if (store is not null)
        {
            Command.Ok("cp", "-a", store, copy);
        }

        return copy;
    }

    public void Dispose() => Command.Ok("rm", "-rf", "--one-file-system", Folder);

    /// <summary>A layer of some files that do not compress, small and large.</summary>
    private string Tar(string name, int files)
    {
        string tree = Path.Combine(Folder, "tree-" + name);
        Directory.CreateDirectory(Path.Combine(tree, name));
        for (int i = 0; i < files; i++)
        {
            File.WriteAllBytes(Path.Combine(tree, name, $"file{i}"), RandomNumberGenerator.GetBytes(3_000 + (i * 40_000)));
        }

        string tar = Path.Combine(Folder, name + ".tar");
        Command.Ok("tar", "-C", tree, "-cf", tar, ".");
        return tar;
    }
}
