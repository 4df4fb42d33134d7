namespace Strata.Containers.Mounts;

/// <summary>Who serves a mount.</summary>
public enum MountDriver
{
    /// <summary>Strata's own driver: FUSE.</summary>
    Fuse,

    /// <summary>The kernel's own: EROFS below overlayfs.</summary>
    Kernel,

    /// <summary>The kernel's own where everything it needs is there, else FUSE.</summary>
    Auto,
}
