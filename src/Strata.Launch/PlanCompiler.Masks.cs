using Strata.Linux;

namespace Strata.Launch;

internal sealed partial class PlanCompiler
{
    /// <summary>
    /// Covers each path: the target is opened refusing symlinks, and what covers it is the host's /dev/null or a new tmpfs,
    /// so nothing of the image takes part.
    /// </summary>
    private void MaskPaths()
    {
        foreach (string path in spec.MaskedPaths)
        {
            program.Purpose = $"mask {path}";
            RequireAbsolute(path, "masked path");
            Slot target = new("masked");
            Label next = new();
            Label isFile = program.Aside(() =>
            {
                program.Call(Syscall.OpenAt2, root, path, How(OpenFlags.Path, refuseSymlinks: true), 24)
                    .Into(target).On(Errno.ENOENT, next).On(Errno.ENOTDIR, next);
                Slot devNull = new("null");
                program.Call(Syscall.OpenTree, Argument.WorkingDirectory, "/dev/null", CloneTree).Into(devNull);
                Attach(devNull, target);
                program.Jump(next);
            });
            program.Call(Syscall.OpenAt2, root, path, How(OpenFlags.Path | OpenFlags.Directory, refuseSymlinks: true), 24)
                .Into(target).On(Errno.ENOENT, next).On(Errno.ENOTDIR, isFile);
            Attach(NewFileSystem("tmpfs", "tmpfs", ["size=0", "mode=755"], MountAttributes.ReadOnly), target);
            program.Mark(next);
        }
    }

    private void MakePathsReadOnly()
    {
        foreach (string path in spec.ReadOnlyPaths)
        {
            program.Purpose = $"make {path} read-only";
            RequireAbsolute(path, "read-only path");
            Slot target = new("target");
            Slot clone = new("clone");
            Label next = new();
            program.Call(Syscall.OpenAt2, root, path, How(OpenFlags.Path, refuseSymlinks: true), 24)
                .Into(target).On(Errno.ENOENT, next).On(Errno.ENOTDIR, next);
            program.Call(Syscall.OpenTree, target, "", CloneWholeTreeOfFd).Into(clone);
            SetAttributes(clone, MountAttributes.ReadOnly, recursive: true);
            Attach(clone, target);
            program.Mark(next);
        }
    }
}
