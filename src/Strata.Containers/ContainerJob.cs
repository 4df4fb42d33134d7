using Strata.Containers.Mounts;
using Strata.Images;

namespace Strata.Containers;

/// <summary>A run of a container, and everything it needs.</summary>
/// <param name="Store">The store.</param>
/// <param name="Folder">The container.</param>
/// <param name="Image">Its image.</param>
/// <param name="Filter">Its filter of system calls; empty is none.</param>
/// <param name="Warn">Takes what the user should know besides.</param>
internal sealed record ContainerJob(Store Store, ContainerFolder Folder, Image Image, byte[] Filter, Action<string> Warn)
{
    /// <summary>Who serves its file system.</summary>
    public MountDriver Driver { get; init; }

    /// <summary>See <see cref="MountRequest.Verify"/>.</summary>
    public bool Verify { get; init; }

    /// <summary>Hears its ID once it runs detached; null where it runs in the foreground.</summary>
    public Action<string>? Started { get; init; }

    /// <summary>Whether it has not run before, and goes where it cannot.</summary>
    public bool IsNew { get; init; }

    /// <summary>Mounts its file system.</summary>
    public ImageMount Mount() => ImageMount.Start(Store, new MountRequest
    {
        Image = Image,
        Driver = Driver,
        Verify = Verify,
        Target = Folder.Root,
        Upper = Folder.Upper,
        Work = Folder.Work,
        NewUpper = IsNew,
        NoDevices = !ContainerSpec.GuardsDevices,
        Volatile = Folder.Config.Settings.AutoRemove,
    });
}
