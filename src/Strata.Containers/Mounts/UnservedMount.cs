using Strata.Containers.Mounts.Kernel;
using Strata.Fuse;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>A mount of an image by the kernel's own drivers, which nobody has to serve.</summary>
internal sealed class UnservedMount : ImageMount
{
    private readonly string target;
    private bool isLeft;

    private UnservedMount(ChainImage image, string target)
    {
        Image = image;
        this.target = target;
    }

    /// <inheritdoc/>
    public override ChainImage Image { get; }

    /// <inheritdoc/>
    public override FileFd Ended => default;

    /// <summary>Mounts; null where the request falls to FUSE.</summary>
    /// <exception cref="ContainerException">See <see cref="ImageMount.Start"/>.</exception>
    public static UnservedMount? TryStart(Store store, MountRequest request)
    {
        if (request.Driver == MountDriver.Fuse || (request.Driver == MountDriver.Auto && request.Verify))
        {
            return null;
        }

        if (request.Verify)
        {
            throw new ContainerException("--verify: the kernel's own drivers do not compare contents with their digests; --driver fuse does");
        }

        using FileFd chain = store.OpenChain(request.Image);
        ChainImage image = ChainImage.Open(chain);
        try
        {
            if (request.NewUpper)
            {
                // Before the mount: overlayfs does not look for what changes below it.
                using FileFd upper = UnionFolders.Open(request.Upper, "upper folder");
                UpperRoot.MakeLike(image, upper);
            }

            string? impossible = KernelMount.TryMake(chain, SpecOf(store, request), request.Target);
            if (impossible is null)
            {
                return new UnservedMount(image, request.Target);
            }

            if (request.Driver == MountDriver.Kernel)
            {
                throw new ContainerException(
                    $"the kernel cannot mount this by itself: {impossible}\n\"strata info\" says what is possible here; --driver fuse needs none of it");
            }
        }
        catch
        {
            image.Dispose();
            throw;
        }

        image.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public override void ServeToItsEnd() => isLeft = true;

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (!isLeft)
        {
            _ = FuseMount.Close(PathText.Bytes(target), detach: true);
        }

        Image.Dispose();
    }

    private static OverlaySpec SpecOf(Store store, MountRequest request) => new()
    {
        Source = MountSource.Of(request.Image).ToString(),
        Objects = $"{Path.GetFullPath(store.Path)}/objects",
        Upper = request.Upper is null ? null : Path.GetFullPath(request.Upper),
        Work = request.Work is null ? null : Path.GetFullPath(request.Work),
        NoDevices = request.NoDevices,
        Volatile = request.Volatile,
    };
}
