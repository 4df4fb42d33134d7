using Strata.Containers.Mounts;
using Strata.Linux;
using Strata.Union;

namespace Strata.Engines.Overlay;

/// <summary>A mount that an engine or mount(8) asks for: the command line of <c>strata-overlay</c>, understood.</summary>
public sealed class OverlayRequest
{
    /// <summary>The lower folders, the topmost first; paths as they were given.</summary>
    public IReadOnlyList<byte[]> Lowers { get; internal set; } = [];

    /// <summary>The upper folder; null for a read-only mount.</summary>
    public byte[]? Upper { get; internal set; }

    /// <summary>The work folder.</summary>
    public byte[]? Work { get; internal set; }

    /// <summary>The folder to mount on.</summary>
    public byte[] Target { get; internal set; } = [];

    /// <summary>Whether to stay in the foreground.</summary>
    public bool Foreground { get; internal set; }

    /// <summary>Whether to tell on standard error what is asked and answered; then also in the foreground.</summary>
    public bool Debug { get; internal set; }

    /// <summary>Whether to answer one request after the other.</summary>
    public bool OneThread { get; internal set; }

    /// <summary>Which ids are shown for which on the disk.</summary>
    public IdMap Users { get; internal set; } = IdMap.Identity;

    /// <summary>The same for groups.</summary>
    public IdMap Groups { get; internal set; } = IdMap.Identity;

    /// <summary>The owner that every file shows, or null.</summary>
    public uint? EveryUser { get; internal set; }

    /// <summary>The group that every file shows, or null.</summary>
    public uint? EveryGroup { get; internal set; }

    /// <summary>Whether every file shows owner and group 0, unless the two above say otherwise.</summary>
    public bool EveryoneIsRoot { get; internal set; }

    /// <summary>How the mount shows the union, without the ownership.</summary>
    public MountView View { get; internal set; } = new() { ReservesWhiteoutNames = true };

    /// <summary>Whether the kernel checks ACLs.</summary>
    public bool Acls { get; internal set; } = true;

    /// <summary>Whether changes survive a power cut once fsync(2) has returned.</summary>
    public bool Durable { get; internal set; } = true;

    /// <summary>Whether overlayfs's marks are <c>user.</c> xattrs; null: where <c>trusted.</c> ones cannot be written.</summary>
    public bool? UserXattrs { get; internal set; }

    /// <summary>Whether directories of the lower can be renamed, and those that were are followed.</summary>
    public RedirectMode Redirect { get; internal set; } = RedirectMode.On;

    /// <summary>Whether a change of attributes alone leaves a file's content in the lower; fuse-overlayfs cannot read that.</summary>
    public bool Metacopy { get; internal set; }

    /// <summary>Whether hard links of a file of the lower stay hard links.</summary>
    public IndexMode Index { get; internal set; } = IndexMode.Auto;

    /// <summary>In which xattr the upper keeps owners, permissions and types; null for its inodes.</summary>
    public StatOverride? Override { get; internal set; }

    /// <summary>Flags of mount(2). fuse-overlayfs begins with nosuid and nodev as all of FUSE does, and takes atime away.</summary>
    public MountFlags Flags { get; internal set; } = MountFlags.NoSetUid | MountFlags.NoDevices | MountFlags.NoAccessTime;

    /// <summary>Private, shared or slave, mount_namespaces(7); none for what the parent mount makes of it.</summary>
    public MountFlags Propagation { get; internal set; }

    /// <summary>Whether others than the mount's owner may use it.</summary>
    public bool AllowOther { get; internal set; }

    /// <summary>What the table of mounts shows as source.</summary>
    public string Source { get; internal set; } = OverlayProgram.Name;

    /// <summary>What the table of mounts shows as type, behind <c>fuse.</c>.</summary>
    public string Subtype { get; internal set; } = OverlayProgram.Name;

    /// <summary>max_read of the mount in bytes; 0 leaves it to the kernel.</summary>
    public uint MaxRead { get; internal set; }

    /// <summary>SELinux's options, <c>context=…</c>, as they were given.</summary>
    public IReadOnlyList<string> Contexts { get; internal set; } = [];

    /// <summary>What to say to the caller although the mount is made.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Who owns the files.</summary>
    public Ownership Ownership => new(Users, Groups, EveryUser ?? (EveryoneIsRoot ? 0 : null), EveryGroup ?? (EveryoneIsRoot ? 0 : null));
}
