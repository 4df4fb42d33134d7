namespace Strata.Union;

/// <summary>overlayfs's mount option <c>index</c>: whether hard links of a file of the lower stay hard links when it is copied up.</summary>
public enum IndexMode
{
    /// <summary>Each name becomes a file of its own with its first change.</summary>
    Off,

    /// <summary>
    /// They stay links, as long as the union is open. The index in the work folder keeps that over a remount, unless handles
    /// of files are not to be had, or the index belongs to other folders.
    /// </summary>
    Auto,

    /// <summary>As <see cref="Auto"/>, but an index that belongs to other folders is refused with ESTALE, as overlayfs does.</summary>
    On,
}
