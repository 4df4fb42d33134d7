using Strata.Linux;

namespace Strata.Conformance;

internal sealed partial class Scene
{
    public Errno Chmod(string path, uint mode) => Say(Sys.ChmodAt(Root, Bytes(path), mode), $"chmod {path} {Octal(mode)}");

    public Errno FChmod(FileFd file, uint mode) => Say(Sys.FChmod(file, mode), $"fchmod {Octal(mode)}");

    public Errno Chown(string path, uint uid, uint gid) =>
        Say(Sys.FChownAt(Root, Bytes(path), uid, gid), $"lchown {path} {(int)uid}:{(int)gid}");

    public Errno FChown(FileFd file, uint uid, uint gid) => Say(Sys.FChownAt(file, default, uid, gid), $"fchown {(int)uid}:{(int)gid}");

    public Errno Utimens(string path, Timestamp accessed, Timestamp modified) =>
        Say(Sys.UtimensAt(Root, Bytes(path), accessed, modified), $"utimens {path} {accessed.Seconds} {modified.Seconds}");

    public Errno Access(string path, int wanted) => Say(Sys.AccessAt(Root, Bytes(path), wanted), $"access {path} {wanted}");

    /// <summary>Type, permissions, links, owner, size, device; times only where they were set and not taken from the clock.</summary>
    public FileStat Stat(string path)
    {
        Errno error = Sys.StatAt(Root, Bytes(path), out FileStat stat);
        Say($"stat {path}: {(error == Errno.Ok ? Show(stat) : error.ToString())}");
        return stat;
    }

    public FileStat FStat(FileFd file)
    {
        Errno error = Sys.FStat(file, out FileStat stat);
        Say($"fstat: {(error == Errno.Ok ? Show(stat) : error.ToString())}");
        return stat;
    }

    /// <summary>
    /// Which times of some paths an action changed. Times are compared, never shown: atime and mtime are set to the past
    /// first, and a tick of the kernel's clock passes.
    /// </summary>
    public void Times(Action action, params string[] paths)
    {
        FileStat[] before = new FileStat[paths.Length];
        for (int i = 0; i < paths.Length; i++)
        {
            // Of what a lower has: setting its times would copy it up, and what is asked is what the action does.
            Sys.StatAt(Root, Bytes(paths[i]), out before[i]);
        }

        Thread.Sleep(12);
        action();
        for (int i = 0; i < paths.Length; i++)
        {
            Errno error = Sys.StatAt(Root, Bytes(paths[i]), out FileStat after);
            string changed = (after.Accessed != before[i].Accessed ? " atime" : "") + (after.Modified != before[i].Modified ? " mtime" : "")
                + (after.Changed != before[i].Changed ? " ctime" : "");
            Say($"times of {paths[i]}: {(error == Errno.Ok ? $"changed{changed}" : error.ToString())}");
        }
    }

    internal static string Show(FileStat stat) =>
        $"{Octal(stat.Mode & FileMode.PermissionMask)}{Letter(stat.Mode)} links {stat.Links} {stat.Uid}:{stat.Gid}"
        + (stat.IsDirectory ? "" : $" size {stat.Size}")
        + (stat.Rdev == default ? "" : $" rdev {stat.Rdev.Major}:{stat.Rdev.Minor}")
        + (stat.Modified.Seconds < LayerNode.NewTimes ? $" mtime {stat.Modified.Seconds}.{stat.Modified.Nanoseconds:d9}" : "");
}
