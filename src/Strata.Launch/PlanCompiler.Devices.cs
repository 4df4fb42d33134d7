using Strata.Linux;

namespace Strata.Launch;

internal sealed partial class PlanCompiler
{
    private readonly Dictionary<string, Slot> folders = [];

    private void MakeDevices()
    {
        foreach (DeviceSpec device in spec.Devices)
        {
            program.Purpose = $"make the device {device.Path}";
            (Slot folder, string name) = FolderOf(device.Path);
            program.Call(Syscall.MkNodAt, folder, name, Argument.Mode(device.Kind | device.Permissions), device.Number.Encoded);
            if (device.Uid != 0 || device.Gid != 0)
            {
                program.Call(Syscall.FChOwnAt, folder, name, device.Uid, device.Gid, Argument.Named(0x100, "AT_SYMLINK_NOFOLLOW"));
            }
        }
    }

    private void MakeSymlinks()
    {
        foreach (SymlinkSpec link in spec.Symlinks)
        {
            program.Purpose = $"make the link {link.Path}";
            (Slot folder, string name) = FolderOf(link.Path);
            program.Call(Syscall.SymlinkAt, link.Target, folder, name);
            program.Tolerate(Errno.EEXIST);
        }
    }

    /// <summary>The folder of a path, opened once, refusing symlinks: after the mounts it is what we mounted.</summary>
    private (Slot Folder, string Name) FolderOf(string path)
    {
        RequireAbsolute(path, "path");
        string[] parts = Parts(path);
        if (parts.Length == 0)
        {
            throw new LaunchException($"the path \"{path}\" has no name");
        }

        string folderPath = "/" + string.Join('/', parts[..^1]);
        if (!folders.TryGetValue(folderPath, out Slot? folder))
        {
            folder = new Slot("folder");
            folders.Add(folderPath, folder);
            program.Call(Syscall.OpenAt2, root, folderPath, How(OpenFlags.Path | OpenFlags.Directory, refuseSymlinks: true), 24).Into(folder);
        }

        return (folder, parts[^1]);
    }
}
