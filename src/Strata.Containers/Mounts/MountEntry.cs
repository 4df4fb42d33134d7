using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>A line of /proc/self/mountinfo, proc(5).</summary>
/// <param name="Device">The device of the file system; its minor number is FUSE's connection.</param>
/// <param name="Target">Where it is mounted, seen from this process's root.</param>
/// <param name="ReadOnly">Whether the mount or its file system is read-only.</param>
/// <param name="Type">The file system's type, "fuse.strata" or "overlay".</param>
/// <param name="Source">What mount(2) was given as source.</param>
/// <param name="Upper">Overlayfs's upper folder as an absolute path; null where there is none or it is not known by a path.</param>
/// <param name="Work">Its work folder, likewise.</param>
public sealed record MountEntry(DeviceNumber Device, byte[] Target, bool ReadOnly, string Type, string Source, string? Upper = null, string? Work = null)
{
    /// <summary>The type of the kernel's overlayfs.</summary>
    public const string OverlayType = "overlay";

    /// <summary>
    /// Whether the kernel's own drivers mount an image of Strata here: overlayfs whose source is a <see cref="MountSource"/>.
    /// No other program gives its mounts such a name.
    /// </summary>
    public bool IsOfTheKernel => Type == OverlayType && MountSource.TryParse(Source, out _);

    /// <summary>Whether it is a mount of Strata, by one driver or the other.</summary>
    public bool IsOurs => Type == MountTable.OurType || IsOfTheKernel;

    /// <summary>The folders that overlayfs writes to here.</summary>
    public IEnumerable<string> OverlayFolders => new[] { Upper, Work }.OfType<string>();
}
