namespace Strata.Linux;

/// <summary>How openat2(2) resolves a path.</summary>
[Flags]
public enum ResolveFlags : ulong
{
    /// <summary>As openat(2).</summary>
    None = 0,

    /// <summary>RESOLVE_NO_XDEV: stay on one mount.</summary>
    NoCrossMount = 1,

    /// <summary>RESOLVE_NO_MAGICLINKS: refuse links such as /proc/self/fd/N.</summary>
    NoMagicLinks = 2,

    /// <summary>RESOLVE_NO_SYMLINKS: refuse every symlink.</summary>
    NoSymlinks = 4,

    /// <summary>RESOLVE_BENEATH: refuse what leads out of the directory.</summary>
    Beneath = 8,

    /// <summary>RESOLVE_IN_ROOT: the directory is the root for "..", "/" and symlinks.</summary>
    InRoot = 16,
}
