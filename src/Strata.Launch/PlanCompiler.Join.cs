namespace Strata.Launch;

/// <content>A further process in a container that runs.</content>
internal sealed partial class PlanCompiler
{
    /// <summary>
    /// The host's control groups are opened while they can still be seen; from setns(2) on every path is the container's, and
    /// what it has there may be anything: only descriptors that were opened before, and names resolved below its root, are used.
    /// </summary>
    private LaunchPlan CompileJoin()
    {
        CloseInherited();
        PlaceDescriptors();
        program.Purpose = "start a session";
        program.Call(Syscall.SetSid);
        program.Call(Syscall.Umask, 0);
        OpenGroupTrees();
        WaitForGroup();
        Namespaces joined = (spec.Namespaces | Namespaces.Mount) & ~Namespaces.Pid;
        program.Purpose = "join the container's namespaces";
        program.Call(Syscall.SetNs, inputs.Joined, Argument.Named((ulong)joined, joined));
        program.Purpose = "open the container's root";
        program.Call(Syscall.OpenAt, Argument.WorkingDirectory, "/", Folder).Into(root);
        OpenConsole();
        EnterWorkingDirectory();
        return CompileEnd();
    }
}
