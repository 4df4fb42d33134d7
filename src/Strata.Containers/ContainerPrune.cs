using Strata.Images;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>Takes away containers that do not run.</summary>
internal static class ContainerPrune
{
    /// <summary>Removes them; gives their IDs, and the bytes that their changes had on the disk.</summary>
    /// <param name="store">The store.</param>
    /// <param name="filter">Which of them: their age is that of their making, their labels are those of their images.</param>
    public static (IReadOnlyList<string> Ids, long Bytes) Run(Store store, PruneFilter filter)
    {
        ContainerStore containers = store.Containers;
        List<string> ids = [];
        long bytes = 0;
        foreach (ContainerReport container in containers.List())
        {
            // One without a state is being made, or its command was killed: the next command puts that right first.
            if (container is { IsRunning: false, State: not null }
                && filter.Takes(container.Config.Created, () => LabelsOf(store.Images, container.Config)))
            {
                bytes += FolderSize.Of(containers.Folder, FileName.BytesOf(container.Config.Id));
                containers.RemoveFolder(container.Config.Id, container.Config.Name);
                ids.Add(container.Config.Id);
            }
        }

        return (ids, bytes);
    }

    /// <summary>
    /// A container has its image's labels, as in Docker, and none besides: run gives it none. Null where the image is damaged
    /// or not there.
    /// </summary>
    private static IReadOnlyDictionary<string, string>? LabelsOf(ImageStore images, ContainerConfig container)
    {
        try
        {
            return images.Resolve(container.ImageId).Config.Labels;
        }
        catch (ImageException)
        {
            return null;
        }
    }
}
