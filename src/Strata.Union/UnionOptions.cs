namespace Strata.Union;

/// <summary>How a union behaves where overlayfs has mount options.</summary>
public sealed record UnionOptions
{
    /// <summary>The prefix of overlayfs's own xattrs (<c>userxattr</c>).</summary>
    public OverlayXattrs Xattrs { get; init; } = OverlayXattrs.Trusted;

    /// <summary><c>redirect_dir=on</c>: directories of the lower can be renamed. Off: EXDEV.</summary>
    public bool RedirectDirectories { get; init; } = true;

    /// <summary>Not <c>volatile</c>: what is copied up is on the disk before it is published, and fsync(2) does what it says.</summary>
    public bool Durable { get; init; } = true;
}
