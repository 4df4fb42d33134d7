using Strata.Linux;

namespace Strata.Fuse;

/// <summary>How a FUSE file system is mounted, mount.fuse3(8).</summary>
public sealed record FuseMountOptions
{
    /// <summary>The source that /proc/self/mountinfo shows, for example the name of an image.</summary>
    public required string Source { get; init; }

    /// <summary>What follows "fuse." in the file system type that /proc/self/mountinfo shows.</summary>
    public string Subtype { get; init; } = "strata";

    /// <summary>Read-only, nosuid, nodev, noatime….</summary>
    public MountFlags Flags { get; init; }

    /// <summary>allow_other: users other than <see cref="UserId"/> may use the mount.</summary>
    public bool AllowOther { get; init; } = true;

    /// <summary>default_permissions: the kernel checks modes (and ACLs) itself.</summary>
    public bool DefaultPermissions { get; init; } = true;

    /// <summary>Type and permissions of the root until its first GETATTR; the type never changes.</summary>
    public uint RootMode { get; init; } = FileMode.Directory | 0x1ed;

    /// <summary>user_id: owner of the mount.</summary>
    public uint UserId { get; init; }

    /// <summary>group_id: group of the mount.</summary>
    public uint GroupId { get; init; }

    /// <summary>max_read in bytes; 0 leaves it to INIT.</summary>
    public uint MaxRead { get; init; }

    /// <summary>Options that the kernel takes from any file system, each <c>name=value</c>: SELinux's contexts.</summary>
    public IReadOnlyList<string> Contexts { get; init; } = [];

    internal string ToMountData(FileFd device)
    {
        string data = $"fd={device.Number},rootmode={Convert.ToString(RootMode, 8)},user_id={UserId},group_id={GroupId}";
        data += DefaultPermissions ? ",default_permissions" : "";
        data += AllowOther ? ",allow_other" : "";
        for (int i = 0; i < Contexts.Count; i++)
        {
            data += "," + Contexts[i];
        }

        return data + (MaxRead == 0 ? "" : $",max_read={MaxRead}");
    }
}
