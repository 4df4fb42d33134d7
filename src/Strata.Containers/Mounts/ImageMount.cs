using Strata.Containers.Mounts.Kernel;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>Mounts images by the driver that was asked for.</summary>
public static class ImageMount
{
    /// <summary>Mounts an image so that it is there when this returns, and outlives the process. Hold the store meanwhile.</summary>
    /// <exception cref="ContainerException">It cannot be mounted; the message says why.</exception>
    public static void Make(Store store, MountRequest request)
    {
        if (request.Driver != MountDriver.Fuse)
        {
            using FileFd chain = store.OpenChain(request.Image);
            if (TryByKernel(store, chain, request))
            {
                return;
            }
        }

        using UnionMount mount = UnionMount.Start(store, request, MountServer.LogPath(store));
        mount.WaitReady();
    }

    /// <summary>Mounts by the kernel's drivers; false where they cannot and FUSE may take over.</summary>
    /// <exception cref="ContainerException">They cannot, and only they were asked for.</exception>
    internal static bool TryByKernel(Store store, FileFd chain, MountRequest request)
    {
        OverlaySpec spec = new()
        {
            Source = MountSource.Of(request.Image).ToString(),
            Objects = $"{Path.GetFullPath(store.Path)}/objects",
            Upper = request.Upper is null ? null : Path.GetFullPath(request.Upper),
            Work = request.Work is null ? null : Path.GetFullPath(request.Work),
            NoDevices = request.NoDevices,
            Volatile = request.Volatile,
        };
        string? impossible = KernelMount.TryMake(chain, spec, request.Target);
        if (impossible is not null && request.Driver == MountDriver.Kernel)
        {
            throw new ContainerException($"the kernel cannot mount this by itself: {impossible}\n\"strata info\" says what is possible here; --driver fuse needs none of it");
        }

        return impossible is null;
    }
}
