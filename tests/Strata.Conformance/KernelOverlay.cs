using Strata.Linux;

namespace Strata.Conformance;

/// <summary>
/// The kernel's overlayfs: the oracle. Volatile, because an unmount otherwise waits for all that the disk has to write.
/// </summary>
internal sealed class KernelOverlay(Lower lower, string? upper) : MountUnderTest(lower, upper)
{
    protected override void MountNow()
    {
        string lowers = string.Join(':', Lower.Folders.Reverse());
        string options = $"lowerdir={lowers},upperdir={Upper},workdir={Work},redirect_dir=on,index=off,metacopy=off,xino=auto,volatile";
        Sys.Mount("overlay"u8, PathText.Bytes(Point), "overlay"u8, MountFlags.None, PathText.Bytes(options)).OrThrow(options);
    }
}
