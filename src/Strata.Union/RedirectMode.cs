namespace Strata.Union;

/// <summary>overlayfs's mount option <c>redirect_dir</c>.</summary>
public enum RedirectMode
{
    /// <summary>Directories of the lower can be renamed.</summary>
    On,

    /// <summary>They cannot, EXDEV; those that were are shown with what they have in the lower.</summary>
    Follow,

    /// <summary>They cannot, and those that were are refused with EPERM: for an upper that is not trusted.</summary>
    NoFollow,

    /// <summary>As <see cref="Follow"/>, which is what the kernel makes of it unless it was built or told otherwise.</summary>
    Off,
}
