using Strata.Blobs;
using Strata.Containers.Mounts;
using Strata.Fuse;
using Strata.Layers;
using Strata.Linux;
using Strata.Union;

namespace Strata.Conformance;

/// <summary>
/// Our side of a mount under test, in its own process: a test that waits for an answer of the mount must not be able to
/// stop the garbage collector of who answers.
/// </summary>
internal static class UnionServer
{
    /// <summary>What the server prints once the mount is there.</summary>
    public const string Mounted = "mounted";

    /// <summary>The arguments: mount point, upper, work folder, passthrough or copy, full or plain, then folders (the top first) or "chain", image and objects.</summary>
    public static int Run(string[] arguments)
    {
        // Modes come from the kernel with the caller's umask taken off.
        _ = Sys.SetUmask(0);
        bool passthrough = arguments[3] == "passthrough";
        FileFd upper = OpenFolder(arguments[1]);
        InodeNumbers numbers = new();
        Sys.FStat(upper, out FileStat stat).OrThrow();
        _ = numbers.PrefixOf(stat.Dev);

        using PrivateClones clones = new();
        Union.Lower lower;
        if (arguments[5] == "chain")
        {
            Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(arguments[6]), OpenFlags.ReadOnly, out FileFd image).OrThrow(arguments[6]);
            FileFd objects = OpenFolder(arguments[7]);
            clones.Enter(new Span<FileFd>(ref objects));
            lower = new ChainLower(ChainImage.Open(image), new ObjectFolder(objects), numbers);
        }
        else
        {
            FileFd[] folders = [.. arguments.Skip(5).Select(OpenFolder)];
            clones.Enter(folders);
            FolderLowerOptions read = new() { FollowRedirects = Privilege.IsFull, FollowMetacopy = Privilege.IsFull };
            lower = new FolderLower(folders, numbers, Privilege.Marks, read);
        }

        // Not durable, as the oracle is mounted volatile: a power failure is not what is tested here.
        bool full = arguments[4] == "full";
        UnionOptions options = new()
        {
            Durable = false,
            Xattrs = Privilege.Marks,
            Redirect = Privilege.IsFull ? RedirectMode.On : RedirectMode.NoFollow,
            Metacopy = full,
            Index = full ? IndexMode.On : IndexMode.Off,
        };
        UnionTree.Open(lower, upper, OpenFolder(arguments[2]), numbers, options, out UnionTree? tree).OrThrow("open the union");
        using UnionTree owned = tree!;
        FuseMount.Open(PathText.Bytes(arguments[0]), new FuseMountOptions { Source = "conformance" }, out FileFd device).OrThrow(arguments[0]);
        Console.WriteLine(Mounted);

        using UnionFileSystem files = new(owned);
        using FuseSession session = new(device, files, new SessionOptions { Passthrough = passthrough, AllowIdMap = true }, new StandardErrorLog());
        Errno error = session.Run();
        return error == Errno.Ok ? 0 : (int)error;
    }

    private static FileFd OpenFolder(string path)
    {
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(path), OpenFlags.Directory, out FileFd folder).OrThrow(path);
        return folder;
    }
}
