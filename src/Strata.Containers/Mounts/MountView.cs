using Strata.Fuse;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>How a mount shows the union below it.</summary>
public sealed record MountView
{
    /// <summary>The union as it is.</summary>
    public static MountView Plain { get; } = new();

    /// <summary>Who owns the files.</summary>
    public Ownership Ownership { get; init; } = Ownership.OfDisk;

    /// <summary><c>static_nlink</c>: every directory has one link, "unknown" to find(1).</summary>
    public bool OneLinkPerDirectory { get; init; }

    /// <summary>Not <c>noxattrs</c>: extended attributes, with them ACLs.</summary>
    public bool Xattrs { get; init; } = true;

    /// <summary>Whether ACLs can be read and set.</summary>
    public bool Acls { get; init; } = true;

    /// <summary>
    /// Whether names that begin with <c>.wh.</c> cannot be made, EINVAL: on the disk they would be whiteouts, as fuse-overlayfs
    /// and layer tools write them.
    /// </summary>
    public bool ReservesWhiteoutNames { get; init; }

    /// <summary>
    /// <c>timeout</c>: how long the kernel believes names and attributes without asking again. It is told of what changes
    /// through the mount.
    /// </summary>
    public CacheTime Timeout { get; init; } = CacheTime.Forever;

    /// <summary>Whether nothing may be made under a name.</summary>
    public bool IsReserved(FileName name) => ReservesWhiteoutNames && WhiteoutName.IsSpelled(name.Bytes);

    /// <summary>Makes attributes of the union those that are shown.</summary>
    public void Show(ref FileStat stat)
    {
        if (!Ownership.IsOfDisk)
        {
            Ownership.Show(ref stat);
        }

        if (OneLinkPerDirectory && stat.IsDirectory && stat.Links > 0)
        {
            stat.Links = 1;
        }
    }
}
