using Strata.Linux;

namespace Strata.Containers.Mounts.Kernel;

/// <summary>
/// What ties an upper to its lowest layers for <c>index=on</c>: the xattr <c>origin</c> of its root, the file handle of the
/// root of the uppermost lower layer. Where that is another one, overlayfs answers ESTALE; where there is none, it writes it.
/// The index itself does not depend on it: each entry names its file by a handle of its own, and overlayfs removes those that
/// lead nowhere.
/// </summary>
internal static class UpperOrigin
{
    /// <summary>Takes the mark away.</summary>
    public static Errno Forget(FileFd upper)
    {
        Errno error = Sys.FRemoveXattr(upper, "trusted.overlay.origin"u8);
        return error == Errno.ENODATA ? Errno.Ok : error;
    }

    /// <summary>Takes the mark away.</summary>
    public static Errno Forget(string upper)
    {
        using FileFd folder = UnionFolders.Open(upper, "upper folder");
        return Forget(folder);
    }
}
