using Strata.Layers;
using Strata.Linux;

namespace Strata.Containers.Mounts.Kernel;

/// <summary>
/// Puts overlayfs together over a chain image and the objects, by one <see cref="OverlayConstruction"/> or another. Nothing
/// of it is in anybody's tree until the mount that comes out is put there: the EROFS below is held by the overlay alone and
/// ends with it, and all of it ends where this process is killed before.
/// </summary>
internal static class OverlayBuilder
{
    private const int LongestOption = 255; // Of fsconfig(2).

    /// <summary>Makes the mount, in no tree yet.</summary>
    /// <param name="construction">How.</param>
    /// <param name="image">The chain image.</param>
    /// <param name="chain">The same, open for reading.</param>
    /// <param name="spec">What it is to be like.</param>
    /// <param name="mount">The mount; the caller owns it.</param>
    /// <param name="reason">Why not, in words.</param>
    public static Errno Build(OverlayConstruction construction, ErofsImage image, FileFd chain, OverlaySpec spec, out FileFd mount, out string reason)
    {
        if (construction == OverlayConstruction.Descriptors)
        {
            return BuildHere(construction, image, chain, spec, out mount, out reason);
        }

        Errno error = PrivateNamespace.Run(
            () =>
            {
                Errno answer = BuildHere(construction, image, chain, spec, out FileFd made, out string said);
                return (Error: answer, Mount: made, Reason: said);
            },
            out (Errno Error, FileFd Mount, string Reason) result);
        mount = result.Mount;
        reason = error == Errno.Ok ? result.Reason : $"unshare the mount namespace: {error.Message()}";
        return error == Errno.Ok ? result.Error : error;
    }

    private static Errno BuildHere(
        OverlayConstruction construction, ErofsImage image, FileFd chain, OverlaySpec spec, out FileFd mount, out string reason)
    {
        mount = default;
        FileFd screen = default;
        FileFd objects = default;
        FileFd upper = default;
        FileFd work = default;
        Errno error = image.Mount(out FileFd lower, out reason);
        if (error != Errno.Ok)
        {
            reason = $"erofs: {reason}";
            return error;
        }

        try
        {
            // Descriptors that were opened in another mount namespace are no layers for overlayfs, so folders are opened here.
            objects = UnionFolders.Open(spec.Objects, "folder of objects");
            upper = UnionFolders.Open(spec.Upper, "upper folder");
            work = UnionFolders.Open(spec.Work, "work folder");
            if (construction != OverlayConstruction.Descriptors)
            {
                error = PrivateNamespace.Attach(lower);
            }

            if (error == Errno.Ok && construction == OverlayConstruction.ScreenedObjects)
            {
                // The uppermost lower layer is another tmpfs each time, which neither overlayfs nor our union knows again.
                error = upper.IsOpen ? UpperOrigin.Forget(upper) : Errno.Ok;
                error = error == Errno.Ok ? MountScreen(chain, out screen) : error;
            }

            if (error != Errno.Ok)
            {
                reason = $"layers {NameOf(construction)}: {error.Message()}";
                return error;
            }

            using MountContext context = new("overlay"u8);
            SetOptions(context, construction, spec);
            SetLayers(context, construction, screen, lower, objects);
            if (spec.Upper is not null)
            {
                SetUpper(context, construction, "upperdir"u8, spec.Upper, upper);
                SetUpper(context, construction, "workdir"u8, spec.Work!, work);
            }

            error = context.Mount(spec.Attributes, out mount);
            reason = error == Errno.Ok ? "" : $"overlayfs {NameOf(construction)}: {context.Explain(error)}";
            if (error == Errno.Ok && upper.IsOpen && construction == OverlayConstruction.ScreenedObjects)
            {
                _ = UpperOrigin.Forget(upper);
            }

            return error;
        }
        finally
        {
            screen.Dispose();
            lower.Dispose();
            objects.Dispose();
            upper.Dispose();
            work.Dispose();
        }
    }

    private static string NameOf(OverlayConstruction construction) => construction switch
    {
        OverlayConstruction.Descriptors => "by descriptor",
        OverlayConstruction.Paths => "with data layer",
        _ => "with hidden objects",
    };

    private static Errno MountScreen(FileFd chain, out FileFd screen)
    {
        using ChainImage image = ChainImage.Open(chain);
        Errno error = ObjectScreen.Mount(image, out screen);
        return error == Errno.Ok ? PrivateNamespace.Attach(screen) : error;
    }

    private static void SetOptions(MountContext context, OverlayConstruction construction, OverlaySpec spec)
    {
        context.Set("source"u8, PathText.Bytes(spec.Source));
        context.Set("metacopy"u8, "on"u8);
        context.Set("redirect_dir"u8, "on"u8);
        if (spec.Upper is null)
        {
            context.Set("ro"u8);
        }
        else
        {
            context.Set("index"u8, spec.Index ? "on"u8 : "off"u8);
            if (spec.Volatile)
            {
                context.Set("volatile"u8);
            }
        }

        // "on", not "auto": EROFS's file handles have 64 bits of inode number, of which auto expects all to be in use; they
        // are places in the image. With a single file system there is nothing to tell apart, and the kernel would say so.
        if (spec.Upper is not null || construction == OverlayConstruction.ScreenedObjects)
        {
            context.Set("xino"u8, "on"u8);
        }
    }

    private static void SetLayers(MountContext context, OverlayConstruction construction, FileFd screen, FileFd lower, FileFd objects)
    {
        switch (construction)
        {
            case OverlayConstruction.Descriptors:
                context.Set("lowerdir+"u8, lower);
                context.Set("datadir+"u8, objects);
                break;
            case OverlayConstruction.Paths:
                context.Set("lowerdir"u8, [.. ProcFd.PathOf(lower), .. "::"u8, .. ProcFd.PathOf(objects)]);
                break;
            default:
                context.Set("lowerdir"u8, [.. ProcFd.PathOf(screen), .. ":"u8, .. ProcFd.PathOf(lower), .. ":"u8, .. ProcFd.PathOf(objects)]);
                break;
        }
    }

    // By its own path where the kernel takes it as it stands: that is what /proc/self/mountinfo shows and Strata reads there.
    private static void SetUpper(MountContext context, OverlayConstruction construction, ReadOnlySpan<byte> key, string path, FileFd folder)
    {
        if (construction == OverlayConstruction.Descriptors)
        {
            context.Set(key, folder);
            return;
        }

        byte[] text = PathText.Bytes(path);
        bool plain = text.Length <= LongestOption && text.AsSpan().IndexOfAny(",:\\"u8) < 0;
        context.Set(key, plain ? text : ProcFd.PathOf(folder));
    }
}
