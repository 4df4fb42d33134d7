using System.Globalization;
using Strata.Layers;

namespace Strata.Cli;

/// <summary>An inode in JSON.</summary>
/// <param name="Type">file, directory, symlink, fifo, chardevice, blockdevice.</param>
/// <param name="Mode">Permissions in octal, 0755.</param>
/// <param name="Uid">Owner.</param>
/// <param name="Gid">Group.</param>
/// <param name="Size">Bytes of a file.</param>
/// <param name="Modified">Seconds since 1970 with nanoseconds.</param>
internal sealed record InodeRow(string Type, string Mode, uint Uid, uint Gid, long Size, string Modified)
{
    /// <summary>The row of an entry; null for none.</summary>
    public static InodeRow? Of(LayerEntry? entry) => entry is null ? null : new InodeRow(
        entry.Kind.ToString().ToLowerInvariant(),
        "0" + Convert.ToString(entry.Permissions, 8).PadLeft(3, '0'),
        entry.Uid,
        entry.Gid,
        entry.Size,
        string.Create(CultureInfo.InvariantCulture, $"{entry.Modified.Seconds}.{entry.Modified.Nanoseconds:d9}"));
}
