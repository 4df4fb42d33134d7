using Strata.Linux;

namespace Strata.Conformance;

/// <summary>
/// The kernel's overlayfs: the oracle. Volatile, because an unmount otherwise waits for all that the disk has to write.
/// </summary>
internal sealed class KernelOverlay(Lower lower, UpperFolders? upper, MountKind kind) : MountUnderTest(lower, upper)
{
    protected override void MountNow()
    {
        string lowers = string.Join(':', Lower.Folders.Reverse());
        string features = kind.IsFull() ? "index=on,metacopy=on" : "index=off,metacopy=off";
        string options = $"lowerdir={lowers},upperdir={Upper},workdir={Work},{Privilege.MountOptions},{features},xino=auto,volatile";

        ForgetVolatile();
        Sys.Mount("overlay"u8, PathText.Bytes(Point), "overlay"u8, MountFlags.None, PathText.Bytes(options)).OrThrow(options);
    }
}
