using Strata.Layers;
using Strata.Linux;

namespace Strata.Containers.Mounts.Kernel;

/// <summary>What an image needs of an older kernel, asked before overlayfs is put together in a way that such a kernel has.</summary>
internal static class OverlayNeeds
{
    /// <summary>Why <paramref name="construction"/> cannot show this image; null where it can.</summary>
    public static string? Missing(OverlayConstruction construction, FileFd chain)
    {
        if (construction == OverlayConstruction.Descriptors)
        {
            // Who takes layers by descriptor (Linux 6.13) also undoes the escape of xattrs (Linux 6.7).
            return null;
        }

        using ChainImage image = ChainImage.Open(chain);
        if (image.HasEscapedXattrs() && EscapeTrial.Run() != Errno.Ok)
        {
            return "the image has extended attributes named trusted.overlay.…, which overlayfs of this kernel cannot show (Linux 6.7 can)";
        }

        return construction == OverlayConstruction.ScreenedObjects && ObjectScreen.Hides(image)
            ? "the root of the image has a name of two hexadecimal digits, and this kernel can hide the store's objects only by hiding all such names (Linux 6.5 need not)"
            : null;
    }
}
