using Strata.Linux;

namespace Strata.Launch;

internal sealed partial class PlanCompiler
{
    private static readonly Argument CloneTree = Argument.Named(0x1 | 0x80000, "OPEN_TREE_CLONE");
    private static readonly Argument CloneWholeTree = Argument.Named(0x1 | 0x80000 | 0x8000, "OPEN_TREE_CLONE|AT_RECURSIVE");
    private static readonly Argument CloneTreeOfFd = Argument.Named(0x1 | 0x80000 | 0x1000, "OPEN_TREE_CLONE|AT_EMPTY_PATH");
    private static readonly Argument CloneWholeTreeOfFd = Argument.Named(0x1 | 0x80000 | 0x8000 | 0x1000, "OPEN_TREE_CLONE|AT_RECURSIVE|AT_EMPTY_PATH");
    private static readonly Argument FdToFd = Argument.Named(0x4 | 0x40, "MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH");
    private static readonly Argument FdToPath = Argument.Named(0x4 | 0x10, "MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_SYMLINKS");

    private void EnterRoot()
    {
        const ulong RecursivePrivate = 0x4000 | 0x40000;
        program.Purpose = "make mounts private";
        program.Call(Syscall.Mount, Argument.Null, "/", Argument.Null, Argument.Named(RecursivePrivate, "MS_REC|MS_PRIVATE"), Argument.Null);

        // pivot_root needs a mount point: the root is mounted onto itself, with what is mounted below it.
        program.Purpose = $"open root {spec.Root}";
        program.Call(Syscall.OpenTree, Argument.WorkingDirectory, spec.Root, CloneWholeTree).Into(root);
        program.Purpose = $"mount root {spec.Root}";
        program.Call(Syscall.MoveMount, root, "", Argument.WorkingDirectory, spec.Root, FdToPath);
        program.Call(Syscall.FChDir, root);
    }

    private void PivotRoot()
    {
        // pivot_root(2), "pivot_root(".", ".")": the old root lands on top of the new one and is taken off from there.
        program.Purpose = "pivot_root";
        program.Call(Syscall.FChDir, root);
        program.Call(Syscall.PivotRoot, ".", ".");
        program.Purpose = "unmount the old root";
        program.Call(Syscall.Umount2, ".", Argument.Named(2, "MNT_DETACH"));
        program.Call(Syscall.ChDir, "/");
    }

    private void MakeRootReadOnly()
    {
        if (spec.ReadOnlyRoot)
        {
            program.Purpose = "make the root read-only";
            SetAttributes(root, MountAttributes.ReadOnly, recursive: false);
        }
    }

    private void SetAttributes(Slot mount, MountAttributes attributes, bool recursive)
    {
        const ulong AccessTimes = 0x70;
        if (attributes == MountAttributes.None)
        {
            return;
        }

        // struct mount_attr: set, clear, propagation, user namespace. The kinds of access times exclude each other.
        ulong clear = ((ulong)attributes & AccessTimes) != 0 ? AccessTimes : 0;
        program.Call(
            Syscall.MountSetAttr,
            mount,
            "",
            recursive ? Argument.Named(0x1000 | 0x8000, "AT_EMPTY_PATH|AT_RECURSIVE") : Argument.Named(0x1000, "AT_EMPTY_PATH"),
            DataBlock.Words(attributes, (ulong)attributes, clear, 0, 0),
            32);
    }
}
