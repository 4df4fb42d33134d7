namespace Strata.Bench.Peers;

/// <summary>The same tree by the kernel's overlayfs, by fuse-overlayfs and by us; each mounted until it is disposed.</summary>
internal sealed class Mounts : IDisposable
{
    private readonly Action unmount;

    private Mounts(string path, Action unmount)
    {
        Path = path;
        this.unmount = unmount;
    }

    public string Path { get; }

    public static Mounts Kernel(Workspace workspace, string name, bool writable)
    {
        string path = workspace.NewFolder(name);
        string upper = writable ? $",upperdir={workspace.NewFolder(name + "-upper")},workdir={workspace.NewFolder(name + "-work")}" : "";
        Command.Time("mount", "-t", "overlay", "overlay", "-o", $"lowerdir={workspace.LowerDir}{upper}", path);
        return new Mounts(path, () => Command.Time("umount", path));
    }

    public static Mounts Strata(Workspace workspace, string name, bool writable)
    {
        string path = workspace.NewFolder(name);
        string[] upper = writable ? ["--upper", workspace.NewFolder(name + "-upper"), "--work", workspace.NewFolder(name + "-work")] : [];
        Command.Time(workspace.Strata(["mount", .. upper, workspace.Image, path]));
        return new Mounts(path, () => Command.Time(workspace.Strata("umount", path)));
    }

    public void Dispose() => unmount();
}
