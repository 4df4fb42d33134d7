using Strata.Linux;

namespace Strata.Launch;

internal sealed partial class PlanCompiler
{
    private static readonly Argument SetFlag = Argument.Named(0, "FSCONFIG_SET_FLAG");
    private static readonly Argument SetString = Argument.Named(1, "FSCONFIG_SET_STRING");
    private static readonly Argument Create = Argument.Named(6, "FSCONFIG_CMD_CREATE");

    private void Mount(MountSpec mount)
    {
        string what = mount.Type ?? mount.Source;
        RequireAbsolute(mount.Target, "mount target");
        Slot made;
        if (mount.Type is null)
        {
            RequireAbsolute(mount.Source, "source of a bind mount");
            program.Purpose = $"open {mount.Source} to mount it";
            made = new Slot("source");
            program.Call(Syscall.OpenTree, Argument.WorkingDirectory, mount.Source, mount.Recursive ? CloneWholeTree : CloneTree).Into(made);
            program.Purpose = $"mount {what} on {mount.Target}";
            SetAttributes(made, mount.Attributes, mount.Recursive);
        }
        else
        {
            program.Purpose = $"mount {what} on {mount.Target}";
            made = NewFileSystem(mount.Type, mount.Source, mount.Options, mount.Attributes);
        }

        Slot target = MountPoint(mount.Target, mount.RefuseSymlinks, mount.Type is null ? made : null);
        program.Purpose = $"mount {what} on {mount.Target}";
        Attach(made, target);
    }

    /// <summary>A file system that is not attached anywhere yet.</summary>
    private Slot NewFileSystem(string type, string source, IReadOnlyList<string> options, MountAttributes attributes)
    {
        Slot context = new("fs");
        Slot made = new("made");
        program.Call(Syscall.FsOpen, type, Argument.Named(1, "FSOPEN_CLOEXEC")).Into(context);
        program.Call(Syscall.FsConfig, context, SetString, "source", source, 0);
        foreach (string option in options)
        {
            int equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                program.Call(Syscall.FsConfig, context, SetFlag, option, Argument.Null, 0);
            }
            else
            {
                program.Call(Syscall.FsConfig, context, SetString, option[..equals], option[(equals + 1)..], 0);
            }
        }

        program.Call(Syscall.FsConfig, context, Create, Argument.Null, Argument.Null, 0);
        program.Call(Syscall.FsMount, context, Argument.Named(1, "FSMOUNT_CLOEXEC"), Argument.Named((ulong)attributes, attributes)).Into(made);
        return made;
    }

    private void Attach(Slot made, Slot target) => program.Call(Syscall.MoveMount, made, "", target, "", FdToFd);
}
