using Strata.Linux;

namespace Strata.Containers;

/// <summary>What a folder takes on the disk, whatever a container made there: symlinks are not followed, other file systems not entered.</summary>
internal static class FolderSize
{
    private const long BlockSize = 512; // the unit of st_blocks
    private const int MaxDepth = 200; // as far as descriptors reach; what lies deeper is not counted

    /// <summary>Bytes of a folder with everything in it, hard links counted once for each name; 0 where it is not there.</summary>
    public static long Of(FileFd parent, ReadOnlySpan<byte> name) => Of(parent, name, null, 0);

    private static long Of(FileFd parent, ReadOnlySpan<byte> name, DeviceNumber? device, int depth)
    {
        if (depth > MaxDepth
            || Sys.OpenAt(parent, name, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow, out FileFd folder) != Errno.Ok)
        {
            return 0;
        }

        using (folder)
        {
            if (Sys.FStat(folder, out FileStat own) != Errno.Ok || (device is { } expected && own.Dev != expected))
            {
                return 0;
            }

            long bytes = (long)own.Blocks * BlockSize;
            DirectoryReader names = new(folder, new byte[16 << 10]);
            while (names.Next(out _))
            {
                if (Sys.StatBasicAt(folder, names.Name, out FileStat stat) == Errno.Ok)
                {
                    bytes += stat.IsDirectory ? Of(folder, names.Name, own.Dev, depth + 1) : (long)stat.Blocks * BlockSize;
                }
            }

            return bytes;
        }
    }
}
