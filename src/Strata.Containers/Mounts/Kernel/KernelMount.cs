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
        List<string> reasons = [];
        foreach (ErofsSource source in Sources)
        {
            Errno error = ErofsImage.Open(source, chain, out ErofsImage? image);
            if (error != Errno.Ok)
            {
                reasons.Add($"no loop device: {error.Message()}");
                continue;
            }

            using (image)
            {
                if (TryBuild(image!, chain, spec, out mount, reasons))
                {
                    return null;
                }
            }
        }

        return string.Join("; ", reasons.Distinct());
    }

    private static bool TryBuild(ErofsImage image, FileFd chain, OverlaySpec spec, out FileFd mount, List<string> reasons)
    {
        mount = default;
        foreach (OverlayConstruction construction in Enum.GetValues<OverlayConstruction>())
        {
            if (OverlayNeeds.Missing(construction, chain) is { } missing)
            {
                // What an older way needs, and the newer ones do not go: this is the reason.
                reasons.Clear();
                reasons.Add(missing);
                return false;
            }

            Errno error = BuildCleanly(construction, image, chain, spec, out mount, out string reason);
            if (error == Errno.ESTALE && spec.Upper is not null && UpperOrigin.Forget(spec.Upper) == Errno.Ok)
            {
                // The upper was used with other handles of the image: those of an older kernel's EROFS, or of another image.
                error = BuildCleanly(construction, image, chain, spec, out mount, out reason);
            }

            switch (error)
            {
                case Errno.Ok:
                    return true;
                case Errno.EBUSY:
                    throw UpperClaim.InUse();
                case Errno.ESTALE when spec.Index:
                    // The index is that of another upper: this one was copied. Without it only hard links of the image are no
                    // longer followed on copy-up.
                    return TryBuild(image, chain, spec with { Index = false }, out mount, reasons);
            }

            reasons.Add(reason);
            if (error is Errno.EPERM or Errno.EACCES or Errno.ENODEV)
            {
                return false;
            }
        }

        return false;
    }

    private static Errno BuildCleanly(OverlayConstruction construction, ErofsImage image, FileFd chain, OverlaySpec spec, out FileFd mount, out string reason)
    {
        Errno error = OverlayBuilder.Build(construction, image, chain, spec, out mount, out reason);
        if (error != Errno.Ok && spec is { Volatile: true, Work: not null })
        {
            // Or the next way would be refused for it. There was none before (UpperClaim).
            VolatileMark.Remove(spec.Work);
        }

        return error;
    }
}
