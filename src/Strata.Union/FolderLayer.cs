using Strata.Linux;

namespace Strata.Union;

/// <summary>One of the folders of a <see cref="FolderLower"/>. Guarded by its lock.</summary>
internal sealed class FolderLayer(int index, bool isLowest, DeviceNumber device, ulong prefix, StatOverride? kept)
{
    /// <summary>0 is the topmost.</summary>
    internal int Index => index;

    /// <summary>Nothing lies below it, so that its directories' marks mean nothing.</summary>
    internal bool IsLowest => isLowest;

    /// <summary>Where the folder lies; what is mounted in it lies elsewhere.</summary>
    internal DeviceNumber Device => device;

    /// <summary>Of the inode numbers on <see cref="Device"/>, see <see cref="InodeNumbers"/>.</summary>
    internal ulong Prefix => prefix;

    /// <summary>The xattr in which it keeps owners, permissions and types; null for the inodes themselves.</summary>
    internal StatOverride? Kept => kept;

    /// <summary>Whether O_NOATIME was refused (open(2): EPERM for who neither owns the file nor has CAP_FOWNER).</summary>
    internal bool TouchesAccessTimes { get; set; }

    /// <summary>statx(2), as the union shows it.</summary>
    internal Errno StatAt(FileFd directory, ReadOnlySpan<byte> name, out FileStat stat)
    {
        Errno error = Sys.StatAt(directory, name, out stat);
        return error == Errno.Ok && kept is not null ? kept.Apply(directory, name, ref stat) : error;
    }
}
