using System.Text.Json;
using Strata.Launch;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>
/// Puts right what a killed <c>strata run</c> left. Its mounts were in a namespace of its own and are gone with it, and so is
/// their server; its container died with it. What is left is a control group and a folder.
/// </summary>
public static class Recovery
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Looks at every container, a few system calls each. Where a container is being made at this moment it is left to the next command.</summary>
    public static void Sweep(ContainerStore containers)
    {
        IReadOnlyList<string> ids = containers.Ids();
        if (ids.Count == 0 && containers.Names().Count == 0)
        {
            return;
        }

        using FileFd guard = containers.TryLockAlone();
        if (!guard.IsOpen)
        {
            return;
        }

        foreach (string id in ids)
        {
            if (containers.TryTakeDead(id, out FileFd running))
            {
                using (running)
                {
                    CleanUp(containers, id);
                }
            }
            else if (containers.IsEmpty(id))
            {
                containers.RemoveFolder(id, null);
            }
        }

        // Of those that were killed before their folder was made, or while it was removed.
        containers.ReleaseStrayNames();
    }

    /// <summary>Kills all processes of a container, by its control group.</summary>
    internal static void KillProcesses(ContainerConfig config)
    {
        if (CgroupHierarchy.OfMachine.FindLeftover(config.CgroupPath) is { } group)
        {
            group.KillAll().OrThrow("kill the container's processes");

            // In version 1 a signal does not reach what is frozen.
            _ = CgroupHierarchy.OfMachine.FreezerOf(config.CgroupPath)?.Thaw();
        }
    }

    private static void CleanUp(ContainerStore containers, string id)
    {
        ContainerConfig? config = containers.ReadConfig(id);
        if (CgroupHierarchy.OfMachine.FindLeftover($"strata/{id}") is { } group)
        {
            _ = group.KillAll();
            _ = CgroupHierarchy.OfMachine.FreezerOf($"strata/{id}")?.Thaw();
            group.Remove(Patience).OrThrow($"remove the control group of container {ContainerId.Short(id)}");
        }

        if (config is null or { Settings.AutoRemove: true })
        {
            containers.RemoveFolder(id, config?.Name);
            return;
        }

        const int Killed = 137;
        ContainerState state = new(Killed, OutOfMemory: false, DateTimeOffset.UtcNow, "the command that ran it was killed");
        Sys.OpenAt(containers.Folder, FileName.BytesOf(id), OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow, out FileFd folder)
            .OrThrow("open the container's folder");
        using (folder)
        {
            FileText.Write(folder, "state.json"u8, JsonSerializer.SerializeToUtf8Bytes(state, ContainerJson.Default.ContainerState), durable: true);
            Sys.UnlinkAt(folder, FileName.BytesOf(ContainerFolder.RunningName)).OrThrow("mark the container as ended");
        }
    }
}
