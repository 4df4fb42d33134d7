using Strata.Layers;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>A mount of an image that this process made, by one driver or the other.</summary>
public abstract class ImageMount : IDisposable
{
    /// <summary>What is mounted, without its upper folder. Only while it is mounted.</summary>
    public abstract ChainImage Image { get; }

    /// <summary>A pipe that closes when nobody serves the mount any more; no descriptor where nobody has to.</summary>
    public abstract FileFd Ended { get; }

    /// <summary>Mounts by the driver that was asked for. The contents of the image must be held until this has returned.</summary>
    /// <exception cref="ContainerException">A folder is missing, in use, or cannot be mounted on, or the driver cannot do it.</exception>
    public static ImageMount Start(Store store, MountRequest request) =>
        (ImageMount?)UnservedMount.TryStart(store, request) ?? ServedMount.Start(store, request);

    /// <summary>Lets the mount outlive the command that made it, and returns when nobody has to serve it any more. Called by the main thread.</summary>
    public abstract void ServeToItsEnd();

    /// <summary>Takes the mount away, unless <see cref="ServeToItsEnd"/> was called: nobody writes to the upper any more.</summary>
    public abstract void Dispose();
}
