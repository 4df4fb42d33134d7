using Strata.Linux;

namespace Strata.Conformance;

/// <summary>
/// The kernel's overlayfs: the oracle. Volatile, because an unmount otherwise waits for all that the disk has to write.
/// </summary>
/// <param name="lower">The layers.</param>
/// <param name="upper">An upper that is there already; a new empty one where null.</param>
/// <param name="work">The work folder of that upper; a new empty one where null.</param>
/// <param name="features">"on" or "off" for what the kernel writes into an upper besides: the index of hard links, copies without content.</param>
internal sealed class KernelOverlay(Lower lower, string? upper, string? work, string features) : MountUnderTest(lower, upper, work)
{
    protected override void MountNow()
    {
        string lowers = string.Join(':', Lower.Folders.Reverse());
        string options = $"lowerdir={lowers},upperdir={Upper},workdir={Work},redirect_dir=on,index={features},metacopy={features},xino=auto,volatile";
        Sys.Mount("overlay"u8, PathText.Bytes(Point), "overlay"u8, MountFlags.None, PathText.Bytes(options)).OrThrow(options);
    }
}
