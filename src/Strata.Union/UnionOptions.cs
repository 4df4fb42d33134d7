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

    internal bool LeavesContent => Metacopy && Redirect == RedirectMode.On;

    /// <summary>Not <c>volatile</c>: what is copied up is on the disk before it is published, and fsync(2) does what it says.</summary>
    public bool Durable { get; init; } = true;
}
