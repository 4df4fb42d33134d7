using Strata.Linux;

namespace Strata.Images;

/// <summary>What a store's images really take on the disk, by walking it.</summary>
internal static class DiskUsage
{
    private const long BlockSize = 512; // the unit of st_blocks, whatever the file system's own is

    /// <summary>Folders of the store itself; others beside them belong to single containers.</summary>
    private static readonly byte[][] Folders =
        [.. ((string[])["objects", "recipes", "chains", "blobs", "staging", "damaged", "transfers", "seccomp"]).Select(PathText.Bytes)];

    /// <summary>Bytes allocated and inodes of the store's own folders and files.</summary>
    public static (long Bytes, long Inodes) Of(FileFd root)
    {
        (long Bytes, long Inodes) sum = (0, 0);
        Sys.FStat(root, out FileStat own).OrThrow("look at the store");
        Add(own, ref sum);
        AddFiles(root, own.Dev, isRoot: true, ref sum);
        return sum;
    }

    private static void AddFiles(FileFd parent, DeviceNumber device, bool isRoot, ref (long Bytes, long Inodes) sum)
    {
        // A descriptor of its own: the reading position belongs to the open file.
        Sys.OpenAt(parent, "."u8, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd folder).OrThrow("open a folder of the store");
        using (folder)
        {
            DirectoryReader reader = new(folder, new byte[32 * 1024]);
            Errno error;
            while (reader.Next(out error))
            {
                // What another command has just renamed or removed is not there any more.
                if (Sys.StatAt(folder, reader.Name, out FileStat stat) != Errno.Ok || stat.Dev != device || (isRoot && !IsOfImages(stat, reader.Name)))
                {
                    continue;
                }

                Add(stat, ref sum);
                if (stat.IsDirectory
                    && Sys.OpenAt(folder, reader.Name, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow, out FileFd child) == Errno.Ok)
                {
                    using (child)
                    {
                        AddFiles(child, device, isRoot: false, ref sum);
                    }
                }
            }

            error.OrThrow("read a folder of the store");
        }
    }

    private static bool IsOfImages(in FileStat stat, ReadOnlySpan<byte> name)
    {
        if (stat.IsDirectory)
        {
            foreach (byte[] folder in Folders)
            {
                if (name.SequenceEqual(folder))
                {
                    return true;
                }
            }
        }

        return stat.IsRegular;
    }

    private static void Add(in FileStat stat, ref (long Bytes, long Inodes) sum) =>
        sum = (sum.Bytes + ((long)stat.Blocks * BlockSize), sum.Inodes + 1);
}
