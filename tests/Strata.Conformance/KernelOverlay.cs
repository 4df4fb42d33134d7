using Strata.Linux;

namespace Strata.Conformance;

/// <summary>
/// The kernel's overlayfs: the oracle. Volatile, because an unmount otherwise waits for all that the disk has to write.
/// </summary>
internal sealed class KernelOverlay(Lower lower, UpperFolders? upper, MountKind kind) : MountUnderTest(lower, upper)
{
    private string? image;

    protected override void MountNow()
    {
        string lowers = kind.IsChain() ? MountImage() : string.Join(':', Lower.Folders.Reverse());
        string features = kind.IsFull() ? "index=on,metacopy=on" : "index=off,metacopy=off";
        string options = $"lowerdir={lowers},upperdir={Upper},workdir={Work},redirect_dir=on,{features},xino=auto,volatile";

        // What another volatile mount left, which must not be used again after a crash: there was none.
        Arena.Delete($"{Work}/work/incompat");
        Sys.Mount("overlay"u8, PathText.Bytes(Point), "overlay"u8, MountFlags.None, PathText.Bytes(options)).OrThrow(options);
    }

    protected override void AfterUnmount()
    {
        if (image is not null)
        {
            Sys.Unmount(PathText.Bytes(image), 0).OrThrow(image);
        }
    }

    /// <summary>The chain image as a file system, with its objects as a data layer.</summary>
    private string MountImage()
    {
        image = Lower.Arena.Folder("e");
        Sys.Mount(PathText.Bytes(Lower.Chain.Image), PathText.Bytes(image), "erofs"u8, MountFlags.ReadOnly, default).OrThrow(Lower.Chain.Image);
        return $"{image}::{Lower.Chain.Objects}";
    }
}
