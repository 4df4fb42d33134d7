using Strata.Images;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>Takes away containers that do not run.</summary>
public static class ContainerPrune
{
    private static readonly Dictionary<string, string> NoLabels = [];

    /// <summary>Removes them; gives their IDs, and the bytes that their changes had on the disk.</summary>
    /// <param name="containers">The containers of a store.</param>
    /// <param name="filter">Which of them: their age is that of their making.</param>
    public static (IReadOnlyList<string> Ids, long Bytes) Run(ContainerStore containers, PruneFilter filter)
    {
        ArgumentNullException.ThrowIfNull(containers);
        ArgumentNullException.ThrowIfNull(filter);
        List<string> ids = [];
        long bytes = 0;
        foreach (ContainerReport container in containers.List())
        {
            // One without a state is being made, or its command was killed: the next command puts that right first.
            if (container is { IsRunning: false, State: not null } && filter.Takes(container.Config.Created, NoLabels))
            {
                bytes += FolderSize.Of(containers.Folder, FileName.BytesOf(container.Config.Id));
                containers.RemoveFolder(container.Config.Id, container.Config.Name);
                ids.Add(container.Config.Id);
            }
        }

        return (ids, bytes);
    }
}
