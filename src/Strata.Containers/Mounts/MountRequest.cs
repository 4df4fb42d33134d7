using Strata.Images;

namespace Strata.Containers.Mounts;

/// <summary>A mount to make: the tree of an image, read-only or with an upper folder that takes the changes.</summary>
public sealed record MountRequest
{
    /// <summary>The image.</summary>
    public required Image Image { get; init; }

    /// <summary>Who serves it.</summary>
    public MountDriver Driver { get; init; }

    /// <summary>The folder to mount on.</summary>
    public required string Target { get; init; }

    /// <summary>The upper folder, in overlayfs's format; null is a read-only mount.</summary>
    public string? Upper { get; init; }

    /// <summary>The work folder, on the file system of the upper; given with it.</summary>
    public string? Work { get; init; }

    /// <summary>Whether the upper folder is new, and its root is to be like the image's.</summary>
    public bool NewUpper { get; init; }

    /// <summary>Whether device nodes in it do not work, MS_NODEV.</summary>
    public bool NoDevices { get; init; }

    /// <summary>Whether changes need not survive a power cut: no fsync, as overlayfs's option of that name.</summary>
    public bool Volatile { get; init; }

    /// <summary>
    /// Whether contents are compared with their digests before they are read, and the chain image before it is mounted: EIO instead
    /// of wrong bytes. The kernel's own drivers cannot.
    /// </summary>
    public bool Verify { get; init; }
}
