using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Containers.Tests;

/// <summary>A change to a mounted tree, out of small numbers; one that cannot be made changes nothing.</summary>
internal sealed record TreeChange(int Kind, int First, int Second, int Value)
{
    public const int Kinds = 13;

    /// <summary>Paths that changes are about; those that the image has are the first.</summary>
    public static string[] Paths { get; } =
    [
        "d", "d/e", "d/e/x", "d/f", "d/big", "d/biglink", "ren", "ren/sub", "ren/sub/x", "ren/data", "ren/out", "gone", "gone/g", "keep", "sym", "dev",
        "n1", "n1/n2", "n1/n2/n3", "d/n4", "ren/n5", "zz", "d/e/n6", "ren/sub/n7",
    ];

    public void Apply(string root)
    {
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(root), OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd folder).OrThrow(root);
        using FileFd owned = folder;
        byte[] first = PathText.Bytes(Paths[First]);
        byte[] second = PathText.Bytes(Paths[Second]);
        switch (Kind)
        {
            case 0:
                Write(folder, first, OpenFlags.Create | OpenFlags.Truncate);
                break;
            case 1:
                Write(folder, first, OpenFlags.Append);
                break;
            case 2:
                Remove($"{root}/{Paths[First]}");
                break;
            case 3:
                _ = Sys.MkdirAt(folder, first, 0x1ed);
                break;
            case 4 or 5 or 6:
                _ = Sys.RenameAt(folder, first, folder, second);
                break;
            case 7:
                _ = Sys.LinkAt(folder, first, folder, second);
                break;
            case 8:
                _ = Sys.SymlinkAt(second, folder, first);
                break;
            case 9:
                _ = Sys.ChmodAt(folder, first, (uint)(0x100 + Value));
                break;
            case 10:
                _ = Sys.FChownAt(folder, first, (uint)Value, (uint)First);
                break;
            case 11:
                _ = Sys.LSetXattr(folder, first, "user.v"u8, [(byte)Value]);
                break;
            default:
                _ = Sys.MknodAt(folder, first, FileMode.Fifo | 0x1a4, default);
                break;
        }
    }

    /// <summary>Gives everything that was changed the same time, so that two trees can be the same.</summary>
    public static void SetTimes(string root)
    {
        Timestamp time = new(1_600_000_000, 7);
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(root), OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd folder).OrThrow(root);
        using FileFd owned = folder;
        IEnumerable<string> all = Directory.EnumerateFileSystemEntries(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 });
        foreach (string path in all.Append(root))
        {
            byte[] relative = PathText.Bytes(path == root ? "." : Path.GetRelativePath(root, path));
            Sys.StatAt(folder, relative, out FileStat stat).OrThrow(path);
            if (stat.Modified.Seconds > time.Seconds)
            {
                Sys.UtimensAt(folder, relative, time, time).OrThrow(path);
            }
        }
    }

    private void Write(FileFd folder, byte[] path, OpenFlags flags)
    {
        if (Sys.OpenAt(folder, path, OpenFlags.WriteOnly | OpenFlags.NonBlocking | flags, out FileFd file, 0x1a4) == Errno.Ok)
        {
            using FileFd owned = file;
            byte[] content = new byte[Value * 97];
            new Random(Value).NextBytes(content);
            _ = Sys.WriteAll(file, content);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
        catch (IOException)
        {
            // It was not there, or what it lies in.
        }
    }
}
