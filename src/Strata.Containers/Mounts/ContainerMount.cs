using Strata.Layers;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>The file system of a container, mounted by the process that runs it and gone with it.</summary>
internal abstract class ContainerMount : IDisposable
{
    /// <summary>What is mounted, without its upper folder. Only while it is mounted.</summary>
    public abstract ChainImage Image { get; }

    /// <summary>A pipe that closes when nobody serves the mount any more; no descriptor where nobody has to.</summary>
    public abstract FileFd Ended { get; }

    /// <summary>Mounts. The upper folder must be new: its root becomes like the image's.</summary>
    /// <exception cref="ContainerException">A folder is missing, in use, or cannot be mounted on, or the driver that was asked for cannot do it.</exception>
    public static ContainerMount Start(Store store, MountRequest request) =>
        (ContainerMount?)UnservedMount.TryStart(store, request) ?? ServedMount.Start(store, request);

    /// <summary>Takes the mount away: nobody writes to the upper any more.</summary>
    public abstract void Dispose();
}
