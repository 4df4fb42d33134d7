using Strata.Fuse;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>A mount of an image by the kernel's own drivers, which nobody has to serve.</summary>
internal sealed class UnservedMount : ContainerMount
{
    private readonly string target;

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
    /// <exception cref="ContainerException">See <see cref="ContainerMount.Start"/>.</exception>
    public static UnservedMount? TryStart(Store store, MountRequest request)
    {
        if (request.Driver == MountDriver.Fuse)
        {
            return null;
        }

        using FileFd chain = store.OpenChain(request.Image);
        ChainImage image = ChainImage.Open(chain);
        try
        {
            using (FileFd upper = MountPoint.OpenFolder(request.Upper, "upper folder"))
            {
                // Before the mount: overlayfs does not look for what changes below it.
                UpperRoot.MakeLike(image, upper);
            }

            if (ImageMount.TryByKernel(store, chain, request))
            {
                return new UnservedMount(image, request.Target);
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
    public override void Dispose()
    {
        _ = FuseMount.Close(PathText.Bytes(target), detach: true);
        Image.Dispose();
    }
}
