using Strata.Linux;

namespace Strata.Containers.Mounts.Kernel;

/// <summary>What a kernel mount of a chain image is to be like.</summary>
internal sealed record OverlaySpec
{
    /// <summary>See <see cref="MountSource"/>.</summary>
    public required string Source { get; init; }

    /// <summary>Absolute path of the folder of objects.</summary>
    public required string Objects { get; init; }

    /// <summary>Absolute path of the upper folder; null is a read-only mount.</summary>
    public string? Upper { get; init; }

    /// <summary>Absolute path of the work folder; given with the upper.</summary>
    public string? Work { get; init; }

    /// <summary>See <see cref="MountRequest.NoDevices"/>.</summary>
    public bool NoDevices { get; init; }

    /// <summary>See <see cref="MountRequest.Volatile"/>.</summary>
    public bool Volatile { get; init; }

    /// <summary>
    /// Whether hard links of the image stay hard links when they are copied up: <c>index=on</c>. It ties the upper to the
    /// file handles of this image by this kernel's EROFS.
    /// </summary>
    public bool Index { get; init; } = true;

    /// <summary>The flags of the mount.</summary>
    public MountAttributes Attributes =>
        (Upper is null ? MountAttributes.ReadOnly : MountAttributes.None) | (NoDevices ? MountAttributes.NoDevices : MountAttributes.None);
}
