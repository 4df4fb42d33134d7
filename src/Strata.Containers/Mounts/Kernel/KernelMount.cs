using Strata.Linux;

namespace Strata.Containers.Mounts.Kernel;

/// <summary>
/// Mounts a chain image by the kernel's own drivers: EROFS below overlayfs, the objects as data layer. There is no server;
/// the mount lives as long as any other, and nothing of it is left when it ends.
/// </summary>
internal static class KernelMount
{
    private static readonly ErofsSource[] Sources = [ErofsSource.LoopDevice, ErofsSource.File];

    /// <summary>Mounts on <paramref name="target"/>.</summary>
    /// <param name="chain">The chain image, open for reading.</param>
    /// <param name="spec">What it is to be like.</param>
    /// <param name="target">The folder to mount on.</param>
    /// <returns>Null, or in words why the kernel cannot do it here; then nothing is mounted.</returns>
    /// <exception cref="ContainerException">A folder is missing or in use, which no other driver mends.</exception>
    public static string? TryMake(FileFd chain, OverlaySpec spec, string target)
    {
        using UpperClaim claim = UpperClaim.Take(spec.Upper, spec.Work);
        if (claim.Refusal is not null)
        {
            return claim.Refusal;
        }

        using FileFd folder = MountPoint.OpenTarget(target);
        string? impossible = Build(chain, spec, out FileFd mount);
        using (mount)
        {
            if (impossible is null)
            {
                MountPoint.Check(Sys.MoveMount(mount, folder), target);
            }
        }

        return impossible;
    }

    private static string? Build(FileFd chain, OverlaySpec spec, out FileFd mount)
    {
        mount = default;
        string? impossible = null;
        foreach (ErofsSource source in Sources)
        {
            Errno error = ErofsImage.Open(source, chain, out ErofsImage? image);
            if (error != Errno.Ok)
            {
                impossible = Join(impossible, $"no loop device: {error.Message()}");
                continue;
            }

            using (image)
            {
                string? reason = Build(image!, chain, spec, out mount);
                if (reason is null)
                {
                    return null;
                }

                impossible = Join(impossible, reason);
            }
        }

        return impossible;
    }

    private static string? Build(ErofsImage image, FileFd chain, OverlaySpec spec, out FileFd mount)
    {
        mount = default;
        string? first = null;
        foreach (OverlayConstruction construction in Enum.GetValues<OverlayConstruction>())
        {
            if (OverlayNeeds.Missing(construction, chain) is { } missing)
            {
                return missing;
            }

            Errno error = OverlayBuilder.Build(construction, image, chain, spec, out mount, out string reason);
            if (error == Errno.ESTALE && spec.Upper is not null && UpperOrigin.Forget(spec.Upper) == Errno.Ok)
            {
                // The upper was used with other handles of the image: those of an older kernel's EROFS, or of another image.
                error = OverlayBuilder.Build(construction, image, chain, spec, out mount, out reason);
            }

            switch (error)
            {
                case Errno.Ok:
                    return null;
                case Errno.EBUSY:
                    throw UpperClaim.InUse();
                case Errno.ESTALE when spec.Index:
                    // The index is that of another upper: this one was copied. Without it only hard links of the image are no
                    // longer followed on copy-up.
                    return Build(image, chain, spec with { Index = false }, out mount);
                case Errno.EPERM or Errno.EACCES:
                    return $"{reason}: only root of the first user namespace may mount EROFS";
                case Errno.ENODEV:
                    return reason;
            }

            // What an older kernel does not know it refuses in many ways; the newest way's reason is worth most where none goes.
            first ??= reason;
        }

        return first;
    }

    private static string Join(string? before, string reason) => before is null ? reason : $"{before}; {reason}";
}
