using Strata.Linux;

namespace Strata.Containers.Mounts.Kernel;

/// <summary>
/// A chain image on its way to be mounted as EROFS: through the loop device that all its mounts share, or straight from its
/// file (Linux 6.12) where there are no loop devices, as in a container without their nodes.
/// </summary>
internal sealed class ErofsImage : IDisposable
{
    private readonly FileFd device;
    private readonly byte[] source;

    private ErofsImage(ErofsSource kind, FileFd device, byte[] source)
    {
        Kind = kind;
        this.device = device;
        this.source = source;
    }

    /// <summary>By which way.</summary>
    public ErofsSource Kind { get; }

    /// <summary>Takes one way.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="chain">The chain image, open for reading as long as this object is used.</param>
    /// <param name="image">The image.</param>
    public static Errno Open(ErofsSource kind, FileFd chain, out ErofsImage? image)
    {
        FileFd device = default;
        byte[] source = [];
        Errno error = Errno.Ok;
        if (kind == ErofsSource.LoopDevice)
        {
            error = LoopDevices.Open(chain, out device, out source);
        }
        else
        {
            source = ProcFd.PathOf(chain);
        }

        image = error == Errno.Ok ? new ErofsImage(kind, device, source) : null;
        return error;
    }

    /// <summary>Mounts it, in no tree yet.</summary>
    /// <param name="mount">The mount; the caller owns it.</param>
    /// <param name="reason">Why not, in words.</param>
    public Errno Mount(out FileFd mount, out string reason)
    {
        using MountContext context = new("erofs"u8);
        context.Set("ro"u8);
        context.Set("source"u8, source);
        Errno error = context.Mount(MountAttributes.ReadOnly, out mount);
        reason = error == Errno.Ok ? "" : context.Explain(error);
        return error;
    }

    /// <summary>Lets go of the loop device; mounts keep it.</summary>
    public void Dispose() => device.Dispose();
}
