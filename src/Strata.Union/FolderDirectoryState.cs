namespace Strata.Union;

/// <summary>What is known of a <see cref="FolderDirectory"/>.</summary>
[Flags]
internal enum FolderDirectoryState : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The handle was not read from since it was opened.</summary>
    AtStart = 1,

    /// <summary>The handle is O_PATH: names in it can be looked up, but it may not be read.</summary>
    SearchOnly = 2,

    /// <summary>Its xattrs were read.</summary>
    MarksKnown = 4,

    /// <summary><c>overlay.opaque</c> is "x": regular files in it may be whiteouts, overlayfs.rst, "whiteouts and opaque directories".</summary>
    XattrWhiteouts = 8,

    /// <summary>It was listed, and has no names that are whiteouts.</summary>
    NoWhiteoutFiles = 16,
}
