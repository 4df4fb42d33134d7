using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;
using Strata.Union;

namespace Strata.Containers.Mounts;

/// <summary>The folders that a union is made of, opened and put together.</summary>
internal static class UnionFolders
{
    /// <summary>Opens the upper or work folder of a mount; no descriptor for null.</summary>
    /// <exception cref="ContainerException">It is not there.</exception>
    public static FileFd Open(string? path, string what)
    {
        if (path is null)
        {
            return default;
        }

        Errno error = Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(path), OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd folder);
        return error == Errno.Ok ? folder : throw new ContainerException($"{what} {path}: {error.Message()}");
    }

    /// <summary>The objects of a store, to be read through a mount of it; the caller owns them.</summary>
    /// <param name="store">The store.</param>
    /// <param name="clones">Takes the clone of the mount by which they are open.</param>
    /// <param name="verify">Whether each is compared with its digest before it is read.</param>
    public static ObjectFolder OpenObjects(Store store, PrivateClones clones, bool verify)
    {
        Sys.OpenAt(store.Blobs.Objects.Folder, "."u8, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd folder).OrThrow("open the folder of objects");
        clones.Enter(new Span<FileFd>(ref folder));
        return new ObjectFolder(folder, verify ? new ObjectVerifier(store.Blobs.Objects.Folder) : null);
    }

    /// <summary>The tree of an image, read-only where there is no upper; it owns what it was given but the objects.</summary>
    /// <exception cref="ContainerException">The upper and work folder cannot be used.</exception>
    public static UnionTree Join(ChainImage image, ObjectFolder objects, FileFd upper, FileFd work, bool isVolatile)
    {
        InodeNumbers numbers = new();
        ChainLower lower = new(image, objects, numbers);
        if (!upper.IsOpen)
        {
            return UnionTree.OpenReadOnly(lower);
        }

        UnionOptions options = new() { Durable = !isVolatile };
        Errno error = UnionTree.Open(lower, upper, work, numbers, options, out UnionTree? tree);
        return error switch
        {
            Errno.Ok => tree!,
            Errno.EBUSY => throw new ContainerException("the upper or work folder is in use by another mount"),
            Errno.EXDEV => throw new ContainerException("the upper and the work folder lie on different file systems"),
            _ => throw new ContainerException($"open the upper and work folder: {error.Message()}"),
        };
    }
}
