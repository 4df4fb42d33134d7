using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>
/// Folders as overlayfs takes its lower layers: by clones of their mounts, read-only and without times of access, that are in
/// nobody's tree. Nothing can be written through a descriptor of theirs or of a file below, not by the kernel in this process's
/// name either, and reading leaves no trace. What is mounted in a folder is not seen through its clone.
/// </summary>
/// <remarks>
/// A clone is made in a few microseconds, but taken apart in a hundred, when the kernel has waited for all processors. So
/// there is one for all folders of a mount, of the folder in which they all lie, and it goes when the server ends.
/// </remarks>
public sealed class PrivateClones : IDisposable
{
    private const OpenFlags Folder = OpenFlags.ReadOnly | OpenFlags.Directory;

    private readonly List<FileFd> clones = [];

    /// <summary>
    /// Opens folders anew through clones, and closes the descriptors there were. Where that is not to be had they stay: in a
    /// user namespace whose mounts are locked (EPERM), before Linux 5.12 (ENOSYS).
    /// </summary>
    public void Enter(Span<FileFd> folders)
    {
        ulong[] mounts = new ulong[folders.Length];
        byte[][] paths = new byte[folders.Length][];
        for (int i = 0; i < folders.Length; i++)
        {
            paths[i] = PathOf(folders[i]);
            if (paths[i].Length > 0)
            {
                _ = Sys.MountIdOf(folders[i], out mounts[i]);
            }
        }

        for (int first = 0; first < folders.Length; first++)
        {
            ulong mount = mounts[first];
            if (mount == 0)
            {
                EnterAlone(ref folders[first]);
            }
            else if (mounts.AsSpan(0, first).IndexOf(mount) < 0)
            {
                EnterMount(folders, mounts, paths, mount);
            }
        }
    }

    /// <summary>Takes the clones apart. What was opened through them can still be used.</summary>
    public void Dispose()
    {
        foreach (FileFd clone in clones)
        {
            clone.Dispose();
        }

        clones.Clear();
    }

    /// <summary>Does it for the folders of one mount.</summary>
    private void EnterMount(Span<FileFd> folders, ulong[] mounts, byte[][] paths, ulong mount)
    {
        ReadOnlySpan<byte> common = default;
        for (int i = 0; i < paths.Length; i++)
        {
            if (mounts[i] == mount)
            {
                common = common.IsEmpty ? paths[i] : CommonFolder(common, paths[i]);
            }
        }

        if (Sys.OpenAt(FileFd.WorkingDirectory, common, OpenFlags.Path | OpenFlags.Directory, out FileFd above) != Errno.Ok)
        {
            return;
        }

        bool cloned = TryClone(above, out FileFd clone);
        above.Dispose();
        for (int i = 0; i < paths.Length && cloned; i++)
        {
            if (mounts[i] == mount && !TryEnter(clone, Below(paths[i], common), ref folders[i]))
            {
                EnterAlone(ref folders[i]);
            }
        }
    }

    private void EnterAlone(ref FileFd folder)
    {
        if (TryClone(folder, out FileFd clone))
        {
            _ = TryEnter(clone, "."u8, ref folder);
        }
    }

    private bool TryClone(FileFd folder, out FileFd clone)
    {
        // Not a member of its original's group: what is mounted there later would be seen here, and held.
        Errno error = Sys.CloneMount(folder, out clone);
        error = error == Errno.Ok ? Sys.SetMountAttributes(clone, MountAttributes.ReadOnly | MountAttributes.NoAccessTime, MountFlags.Private) : error;
        if (error != Errno.Ok)
        {
            clone.Dispose();
            return false;
        }

        clones.Add(clone);
        return true;
    }

    private static bool TryEnter(FileFd clone, ReadOnlySpan<byte> path, ref FileFd folder)
    {
        if (Sys.OpenAt2(clone, path, Folder, ResolveFlags.Beneath | ResolveFlags.NoSymlinks, out FileFd opened) != Errno.Ok)
        {
            return false;
        }

        // A path names what lies there now, and not what is hidden below another mount.
        bool same = Sys.FStat(folder, out FileStat wanted) == Errno.Ok && Sys.FStat(opened, out FileStat found) == Errno.Ok
            && found.Dev == wanted.Dev && found.Ino == wanted.Ino;
        (same ? folder : opened).Dispose();
        folder = same ? opened : folder;
        return same;
    }

    /// <summary>The absolute path of a folder; empty where it has none or too long a one.</summary>
    private static byte[] PathOf(FileFd folder)
    {
        Span<byte> buffer = stackalloc byte[PathText.MaxLength];
        Errno error = Sys.ReadLinkAt(FileFd.WorkingDirectory, ProcFd.PathOf(folder), buffer, out int length);
        return error == Errno.Ok && length < buffer.Length && buffer[0] == (byte)'/' ? buffer[..length].ToArray() : [];
    }

    /// <summary>The folder in which both lie, or which one of them is.</summary>
    private static ReadOnlySpan<byte> CommonFolder(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        int same = one.CommonPrefixLength(other);
        bool ends = (same == one.Length || one[same] == (byte)'/') && (same == other.Length || other[same] == (byte)'/');
        int slash = one[..same].LastIndexOf((byte)'/');
        return ends ? one[..same] : one[..Math.Max(slash, Math.Min(same, 1))];
    }

    private static ReadOnlySpan<byte> Below(ReadOnlySpan<byte> path, ReadOnlySpan<byte> above)
    {
        ReadOnlySpan<byte> rest = path[above.Length..].TrimStart((byte)'/');
        return rest.IsEmpty ? "."u8 : rest;
    }
}
