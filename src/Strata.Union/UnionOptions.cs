namespace Strata.Union;

/// <summary>How a union behaves where overlayfs has mount options.</summary>
public sealed record UnionOptions
{
    /// <summary>The prefix of overlayfs's own xattrs (<c>userxattr</c>).</summary>
    public OverlayXattrs Xattrs { get; init; } = OverlayXattrs.Trusted;

    /// <summary><c>redirect_dir</c>: whether directories of the lower can be renamed.</summary>
    public RedirectMode Redirect { get; init; } = RedirectMode.On;

    /// <summary>
    /// <c>metacopy</c>: a change of a file's attributes alone leaves its content in the lower until it is written. Off: files
    /// that were left so are refused with EPERM, as overlayfs does. Has no effect unless <see cref="Redirect"/> is on, by
    /// which such files are found.
    /// </summary>
    public bool Metacopy { get; init; } = true;

    /// <summary><c>index</c>: whether hard links of a file of the lower stay hard links.</summary>
    public IndexMode Index { get; init; } = IndexMode.Auto;

    /// <summary>How removed names of the lower are marked.</summary>
    public WhiteoutKind Whiteouts { get; init; } = WhiteoutKind.Device;

    /// <summary>
    /// Whether marks of fuse-overlayfs in the upper count, which overlayfs does not know: <c>.wh.</c> files and
    /// <c>user.fuseoverlayfs.opaque</c>. They are translated in each directory that is used, and its xattrs are hidden.
    /// </summary>
    public bool FuseOverlayMarks { get; init; }

    /// <summary>
    /// fuse-overlayfs's <c>xattr_permissions</c>: the upper keeps owners, permissions and types in this xattr. There are no
    /// ACLs then. Null: in its inodes.
    /// </summary>
    public StatOverride? Override { get; init; }

    /// <summary>Whether an owner that the upper's disk does not take is no error, since nobody is shown it.</summary>
    public bool ForgivesOwners { get; init; }

    /// <summary>
    /// Whether the lower may be another one at the next mount, as overlayfs has it: with no feature on whose marks speak of it.
    /// </summary>
    internal bool AllowsOtherLowers => Redirect != RedirectMode.On && !Metacopy && Index == IndexMode.Off;

    internal bool LeavesContent => Metacopy && Redirect == RedirectMode.On;

    /// <summary>Not <c>volatile</c>: what is copied up is on the disk before it is published, and fsync(2) does what it says.</summary>
    public bool Durable { get; init; } = true;
}
