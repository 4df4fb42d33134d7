using System.Text;
using Strata.Linux;

namespace Strata.Conformance;

/// <summary>
/// The lowers alone, merged by the kernel and read-only: tells which folder of a lower an upper's directory continues.
/// </summary>
internal sealed class LowerView : IDisposable
{
    private readonly string point;
    private readonly FileFd root;

    public LowerView(Lower lower)
    {
        point = lower.Arena.Folder("v");
        byte[] options = PathText.Bytes($"lowerdir={string.Join(':', lower.Folders.Reverse())},{Privilege.MountOptions},index=off,metacopy=off");
        Sys.Mount("overlay"u8, PathText.Bytes(point), "overlay"u8, MountFlags.ReadOnly, options).OrThrow(point);
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(point), OpenFlags.Directory, out root).OrThrow(point);
    }

    /// <summary>
    /// Where the lower part of an upper's directory lies: at its own place below its parent's, or where its redirect says,
    /// from the root or beside its own place; null where it is opaque or no lower has a directory there. Two uppers whose
    /// directories agree in this mean the same, whatever marks say it: the kernel marks new directories opaque in advance.
    /// </summary>
    public string? Continued(FileFd upper, string path, string? parent)
    {
        string own = path[(path.LastIndexOf('/') + 1)..];
        if (Mark(upper, path, "opaque") == "y")
        {
            return null;
        }

        string? redirect = Mark(upper, path, "redirect");
        string? place = redirect is ['/', ..] ? redirect[1..] : parent is null ? null : parent + (parent.Length == 0 ? "" : "/") + (redirect ?? own);
        return place is not null && Sys.StatAt(root, PathText.Bytes(place), out FileStat stat) == Errno.Ok && stat.IsDirectory ? place : null;
    }

    public void Dispose()
    {
        root.Dispose();
        Sys.Unmount(PathText.Bytes(point), 0).OrThrow(point);
    }

    private static string? Mark(FileFd upper, string path, string name)
    {
        byte[] value = new byte[4096];
        return Sys.LGetXattr(upper, PathText.Bytes(path), PathText.Bytes(Privilege.MarkPrefix + name), value, out int length) == Errno.Ok ? Encoding.UTF8.GetString(value, 0, length) : null;
    }
}
