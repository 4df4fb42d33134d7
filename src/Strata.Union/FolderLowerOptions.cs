using Strata.Linux;

namespace Strata.Union;

/// <summary>How a <see cref="FolderLower"/> reads its folders. The defaults are those of the kernel's overlayfs with every feature on.</summary>
public sealed record FolderLowerOptions
{
    /// <summary>Not <c>redirect_dir=nofollow</c>: redirects are followed. Otherwise what has one is refused with EPERM.</summary>
    public bool FollowRedirects { get; init; } = true;

    /// <summary><c>metacopy=on</c>: files may have their content in a folder further down. Otherwise such files are refused with EPERM.</summary>
    public bool FollowMetacopy { get; init; } = true;

    /// <summary>
    /// Whether names are read as whiteouts (<see cref="Layers.WhiteoutName"/>), as fuse-overlayfs writes them without
    /// privilege. They hide what lies in the folders below, not what lies beside them. To the kernel they are ordinary names.
    /// </summary>
    public bool WhiteoutFiles { get; init; }

    /// <summary>
    /// Whether directories are opaque by anybody's mark, <c>trusted.overlay.opaque</c>, <c>user.overlay.opaque</c> and
    /// <c>user.fuseoverlayfs.opaque</c>, and xattrs of these prefixes are hidden. Otherwise only the mount's own prefix counts.
    /// </summary>
    public bool AnyOpaqueMark { get; init; }

    /// <summary>Whether a folder whose root says so keeps owners, permissions and types in xattrs, see <see cref="StatOverride"/>.</summary>
    public bool StatOverrides { get; init; }

    /// <summary>
    /// Folders that only hold contents, <c>lowerdir=…::DATA</c>, the first preferred: open directories, owned by the lower.
    /// A file with metacopy and an absolute redirect, whose content lies in no other folder, has it there.
    /// </summary>
    public IReadOnlyList<FileFd> DataFolders { get; init; } = [];

    /// <summary>How many directories are kept open at most; 0: as many as the process can afford.</summary>
    internal int OpenDirectories { get; init; }

    /// <summary>How much memory listings take, in bytes; the last few are always kept.</summary>
    internal long ListingBytes { get; init; } = 8 << 20;
}
