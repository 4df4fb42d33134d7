using Strata.Linux;

namespace Strata.Launch;

/// <summary>Paths inside the root: always resolved by openat2(2) with the root as "/", and used as descriptors from then on.</summary>
internal sealed partial class PlanCompiler
{
    private static readonly Argument Folder = Open(OpenFlags.Path | OpenFlags.Directory);

    /// <summary>A place to mount on, made if it is missing: a file for a source that is no directory, else a directory.</summary>
    private Slot MountPoint(string path, bool refuseSymlinks, Slot? source)
    {
        Slot target = new("target");
        string[] parts = Parts(path);
        if (parts.Length == 0)
        {
            throw new LaunchException("nothing can be mounted on the root itself");
        }

        DataBlock how = How(OpenFlags.Path, refuseSymlinks);
        Label found = new();
        Label missing = program.Aside(() =>
        {
            program.Purpose = $"make the mount point {path}";
            Slot parent = MakeFolders(parts.AsSpan(..^1), refuseSymlinks);
            Label made = new();
            if (source is not null)
            {
                Label isFile = program.Aside(() =>
                {
                    // Not opened: an open file would keep the root from becoming read-only (EBUSY).
                    program.Call(Syscall.MkNodAt, parent, parts[^1], Argument.Mode(Strata.Linux.FileMode.Regular | 0x1A4), 0);
                    program.Tolerate(Errno.EEXIST);
                    program.Jump(made);
                });
                program.Call(Syscall.OpenAt, source, ".", Folder).On(Errno.ENOTDIR, isFile);
            }

            program.Call(Syscall.MkDirAt, parent, parts[^1], 0x1ED);
            program.Tolerate(Errno.EEXIST);
            program.Mark(made);
            program.Call(Syscall.OpenAt2, root, path, how, 24).Into(target);
            program.Jump(found);
        });

        program.Call(Syscall.OpenAt2, root, path, how, 24).Into(target).On(Errno.ENOENT, missing);
        program.Mark(found);
        return target;
    }

    /// <summary>Makes each folder of a path that is missing, below what its parents resolve to.</summary>
    private Slot MakeFolders(ReadOnlySpan<string> parts, bool refuseSymlinks)
    {
        Slot parent = root;
        string path = "";
        foreach (string part in parts)
        {
            path += "/" + part;
            program.Call(Syscall.MkDirAt, parent, part, 0x1ED);
            program.Tolerate(Errno.EEXIST);
            parent = new Slot("folder");
            program.Call(Syscall.OpenAt2, root, path, How(OpenFlags.Path | OpenFlags.Directory, refuseSymlinks), 24).Into(parent);
        }

        return parent;
    }

    private void EnterWorkingDirectory()
    {
        // With the root as "/" and magic links refused, no working directory of an image or a user leads outside.
        string path = spec.WorkingDirectory;
        Slot directory = new("cwd");
        DataBlock how = How(OpenFlags.Path | OpenFlags.Directory, refuseSymlinks: false);
        program.Purpose = $"enter the working directory {path}";
        Label found = new();
        string[] parts = Parts(path);
        Step open = program.Call(Syscall.OpenAt2, root, path, how, 24).Into(directory);
        if (parts.Length > 0 && !spec.Join.IsOpen)
        {
            open.On(Errno.ENOENT, program.Aside(() =>
            {
                MakeFolders(parts, refuseSymlinks: false);
                program.Call(Syscall.OpenAt2, root, path, how, 24).Into(directory);
                program.Jump(found);
            }));
        }

        program.Mark(found);
        program.Call(Syscall.FChDir, directory);
    }

    private static Argument Open(OpenFlags flags) => Argument.Named((ulong)(flags | OpenFlags.CloseOnExec), flags);

    /// <summary>struct open_how: flags, mode, resolve.</summary>
    private static DataBlock How(OpenFlags flags, bool refuseSymlinks)
    {
        ResolveFlags resolve = ResolveFlags.InRoot | ResolveFlags.NoMagicLinks | (refuseSymlinks ? ResolveFlags.NoSymlinks : ResolveFlags.None);
        return DataBlock.Words(new OpenHowText(flags, resolve), (ulong)(flags | OpenFlags.CloseOnExec), 0, (ulong)resolve);
    }

    private static string[] Parts(string path)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".").ToArray();
        return parts.Contains("..") ? throw new LaunchException($"the path \"{path}\" contains \"..\"") : parts;
    }
}
