using Strata.Blobs;
using Strata.Linux;

namespace Strata.Containers.Mounts.Kernel;

/// <summary>What <c>strata info</c> says of the kernel as a driver, requirement by requirement.</summary>
internal static class KernelFeatures
{
    /// <summary>Tries and tells.</summary>
    public static IEnumerable<HostFeature> Look(BlobStore store)
    {
        KernelTrial trial = KernelTrial.Run(store);
        string? loop = trial.ProblemOf(ErofsSource.LoopDevice);
        string? file = trial.ProblemOf(ErofsSource.File);
        string? descriptors = trial.ProblemOf(OverlayConstruction.Descriptors);
        string? paths = trial.ProblemOf(OverlayConstruction.Paths);
        string? screened = trial.ProblemOf(OverlayConstruction.ScreenedObjects);
        string? way = descriptors is null ? "layers by descriptor" : paths is null ? "layers by path" : screened is null ? "objects as a hidden layer" : null;
        string? erofs = loop is null ? "loop devices" : file is null ? "files" : null;
        yield return new HostFeature(
            "kernel driver",
            way is null ? $"not possible: {trial.Obstacle ?? (erofs is null ? $"erofs: {loop}; {file}" : descriptors)}" : $"possible: {erofs}, {way}",
            way is null ? "--driver kernel is refused, auto takes fuse" : "--driver kernel and auto mount without a server");
        yield return new HostFeature(
            "erofs by loop device",
            loop ?? "there",
            loop is null ? "all mounts of a chain share one erofs" : "--driver kernel mounts files where it can");
        yield return new HostFeature(
            "erofs of a file",
            file ?? "there",
            file is null ? "taken where there is no loop device: an erofs for each mount" : "--driver kernel needs loop devices");
        yield return new HostFeature(
            "overlayfs by descriptor",
            descriptors ?? "there",
            descriptors is null ? "mounts need no mount namespace of their own to be made" : "mounts are made in a mount namespace of a thread");
        yield return new HostFeature(
            "overlayfs data layers",
            paths ?? "there",
            paths is null ? "objects are no part of the tree" : "objects are a layer whose names are hidden; no image with such a name in its root");
        yield return new HostFeature(
            "overlayfs xattr escapes",
            trial.Escapes == Errno.Ok ? "there" : $"not there: {trial.Escapes.Message()}",
            trial.Escapes == Errno.Ok ? "images may have xattrs named trusted.overlay.…" : "--driver kernel refuses images with xattrs named trusted.overlay.…");
    }
}
