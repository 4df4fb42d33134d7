namespace Strata.Union;

/// <summary>What overlayfs's own xattrs say of an inode in the upper.</summary>
[Flags]
internal enum UpperMarks : byte
{
    /// <summary>Not looked at yet.</summary>
    None = 0,

    /// <summary>Looked at: what is not set here is not there.</summary>
    Known = 1,

    /// <summary>It is a copy of an inode of the lower: <c>origin</c>.</summary>
    Origin = 2,

    /// <summary>A file's content still lies in the lower: <c>metacopy</c>.</summary>
    Metacopy = 4,

    /// <summary>Its lower part lies elsewhere: <c>redirect</c>.</summary>
    Redirect = 8,

    /// <summary>A file's names are counted: <c>nlink</c>.</summary>
    CountsNames = 16,

    /// <summary>A directory holds, or held, copies from the lower: <c>impure</c>.</summary>
    Impure = 32,

    /// <summary>A directory hides what lies below: <c>opaque</c> with the value "y".</summary>
    Opaque = 64,

    /// <summary>A directory may hold whiteouts that are files with an xattr: <c>opaque</c> with the value "x".</summary>
    XattrWhiteouts = 128,
}
