using Strata.Linux;

namespace Strata.Launch;

internal sealed partial class PlanCompiler
{
    private readonly List<Slot> groupTrees = [];

    /// <summary>The launcher makes the group meanwhile; its trees are opened now because the container may not show them.</summary>
    private void OpenGroupTrees()
    {
        foreach (string tree in spec.Cgroup is { } cgroup ? hierarchy.TreesToJoin(cgroup) : [])
        {
            Slot slot = new("group_tree");
            program.Purpose = $"open the control groups of {tree}";
            program.Call(Syscall.OpenAt, Argument.WorkingDirectory, tree, Folder).Into(slot);
            groupTrees.Add(slot);
        }
    }

    private void WaitForGroup()
    {
        program.Purpose = "wait for the control group";
        DataBlock buffer = DataBlock.Structure("byte", new byte[8]);
        program.Call(Syscall.Read, inputs.Attached, buffer, 1).FailOnZero();
        foreach (Slot tree in groupTrees)
        {
            Slot tasks = new("tasks");
            program.Purpose = "join the control group";
            program.Call(Syscall.OpenAt, tree, spec.Cgroup!.Path + "/tasks", Open(OpenFlags.WriteOnly)).Into(tasks);
            program.Call(Syscall.Write, tasks, "0", 1);
        }

        if (spec.Namespaces.HasFlag(Namespaces.Cgroup) && !spec.Join.IsOpen)
        {
            program.Purpose = "enter a cgroup namespace";
            program.Call(Syscall.Unshare, Argument.Named((ulong)Namespaces.Cgroup, "CLONE_NEWCGROUP"));
        }
    }
}
