using Strata.Linux;

namespace Strata.Containers.Mounts.Kernel;

/// <summary>
/// The folder that overlayfs leaves in the work folder of a volatile mount, <c>work/incompat/volatile</c>, and by which it
/// refuses to mount upper and work folder again: after a power cut the upper may be anything.
/// </summary>
internal static class VolatileMark
{
    private static ReadOnlySpan<byte> Path => "work/incompat/volatile"u8;

    /// <summary>Whether a work folder has it.</summary>
    public static bool IsIn(FileFd work) => Sys.StatAt(work, Path, out _) == Errno.Ok;

    /// <summary>Takes it away: overlayfs makes it early, and leaves it where it then refuses the layers.</summary>
    public static void Remove(string work)
    {
        using FileFd folder = UnionFolders.Open(work, "work folder");
        _ = Sys.RmdirAt(folder, Path);
    }
}
