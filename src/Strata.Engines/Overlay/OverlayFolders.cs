using Strata.Containers.Mounts;
using Strata.Linux;
using Strata.Union;

namespace Strata.Engines.Overlay;

/// <summary>Opens the folders of a mount and stacks them.</summary>
internal static class OverlayFolders
{
    private const OpenFlags Folder = OpenFlags.ReadOnly | OpenFlags.Directory;

    /// <summary>How long a mount before this one may take to let go of the upper: its server ends a moment after umount(2).</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The union; it owns all that was opened.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="clones">Takes the clones of mounts by which the lower folders are open.</param>
    /// <exception cref="EngineException">A folder is missing, in use, or not what it should be.</exception>
    public static UnionTree Open(OverlayRequest request, PrivateClones clones)
    {
        FileFd upper = request.Upper is { } path ? OpenFolder(path, "upperdir") : default;
        FileFd work = request is { Upper: not null, Work: { } workPath } ? OpenFolder(workPath, "workdir") : default;
        OverlayXattrs xattrs = XattrsOf(request, upper);
        InodeNumbers numbers = new();
        if (upper.IsOpen)
        {
            // The upper's own numbers stay as they are, whatever else there is.
            Sys.FStat(upper, out FileStat stat).OrThrow("statx of the upper folder");
            _ = numbers.PrefixOf(stat.Dev);
        }

        FileFd[] lowers = new FileFd[request.Lowers.Count];
        for (int i = 0; i < lowers.Length; i++)
        {
            lowers[i] = OpenFolder(request.Lowers[i], "lowerdir");
        }

        clones.Enter(lowers);
        FolderLowerOptions reading = new()
        {
            // Layers as containers/storage unpacks them for a mount program, and as fuse-overlayfs leaves them.
            WhiteoutFiles = true,
            AnyOpaqueMark = true,
            StatOverrides = true,
            FollowRedirects = request.Redirect != RedirectMode.NoFollow,
            FollowMetacopy = request.Metacopy,
        };
        FolderLower lower = new(lowers, numbers, xattrs, reading);
        if (!upper.IsOpen)
        {
            return UnionTree.OpenReadOnly(lower);
        }

        UnionOptions options = new()
        {
            Xattrs = xattrs,
            Redirect = request.Redirect,
            Metacopy = request.Metacopy,
            Index = request.Index,
            FuseOverlayMarks = true,
            Override = PrepareOverride(request, upper, lowers),
            ForgivesOwners = request.Ownership.IsSquashed,
            Durable = request.Durable,
        };
        return OpenTree(request, lower, upper, work, numbers, options);
    }

    private static UnionTree OpenTree(OverlayRequest request, FolderLower lower, FileFd upper, FileFd work, InodeNumbers numbers, UnionOptions options)
    {
        const int Pause = 5;
        long start = Environment.TickCount64;
        while (true)
        {
            Errno error = UnionTree.Open(lower, upper, work, numbers, options, out UnionTree? tree);
            if (error == Errno.EBUSY && Environment.TickCount64 - start < Patience.TotalMilliseconds)
            {
                Thread.Sleep(Pause);
                continue;
            }

            return error switch
            {
                Errno.Ok => tree!,
                Errno.EBUSY => throw new EngineException($"upperdir {request.Upper!.Shown()} or workdir {request.Work!.Shown()} is in use by another mount"),
                Errno.EXDEV => throw new EngineException($"workdir {request.Work!.Shown()} is not on the file system of upperdir {request.Upper!.Shown()}"),
                Errno.ESTALE => throw new EngineException($"the index in workdir {request.Work!.Shown()} is of other folders than these (index=on)"),
                Errno.EINVAL => throw new EngineException($"workdir and upperdir are both {request.Upper!.Shown()}"),
                _ => throw new EngineException($"workdir {request.Work!.Shown()}: {error.Message()}"),
            };
        }
    }

    /// <summary>The xattr for owners and permissions, and the upper's root with it.</summary>
    private static StatOverride? PrepareOverride(OverlayRequest request, FileFd upper, FileFd[] lowers)
    {
        StatOverride? kind = request.Override;
        if (kind == StatOverride.Containers && StatOverride.Of(upper) == StatOverride.User)
        {
            kind = StatOverride.User; // As an older fuse-overlayfs began it.
        }

        Errno error = kind?.Prepare(upper, lowers) ?? Errno.Ok;
        return error == Errno.Ok ? kind : throw new EngineException($"upperdir {request.Upper!.Shown()}: xattr_permissions: {error.Message()}");
    }

    private static FileFd OpenFolder(byte[] path, string option)
    {
        Errno error = Sys.OpenAt(FileFd.WorkingDirectory, path, Folder, out FileFd folder);
        return error == Errno.Ok ? folder : throw new EngineException($"{option} {path.Shown()}: {error.Message()}");
    }

    /// <summary>
    /// The names of overlayfs's marks: <c>trusted.</c> ones need CAP_SYS_ADMIN in the initial user namespace, and who has that
    /// is found by trying, on a mark that is never there.
    /// </summary>
    private static OverlayXattrs XattrsOf(OverlayRequest request, FileFd upper)
    {
        if (request.UserXattrs is { } user)
        {
            return user ? OverlayXattrs.User : OverlayXattrs.Trusted;
        }

        bool forbidden = upper.IsOpen
            ? Sys.FRemoveXattr(upper, "trusted.overlay.none"u8) == Errno.EPERM
            : Sys.EffectiveUserId != 0;
        return forbidden ? OverlayXattrs.User : OverlayXattrs.Trusted;
    }
}
