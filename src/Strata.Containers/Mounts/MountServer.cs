using System.Text;
using Strata.Blobs;
using Strata.Containers.Mounts.Kernel;
using Strata.Fuse;
using Strata.Layers;
using Strata.Linux;
using Strata.Union;

namespace Strata.Containers.Mounts;

/// <summary>
/// The process that serves one mount, from the moment it was started until the mount is gone. It knows nothing of images and
/// reads no JSON: everything it needs came as descriptors.
/// </summary>
public static class MountServer
{
    /// <summary>The file of a store that takes faults of its servers.</summary>
    public static string LogPath(Store store) => $"{Path.GetFullPath(store.Path)}/server.log";

    /// <summary>Serves; the exit code of the process.</summary>
    public static int Serve(ServerArguments arguments)
    {
        ServerLog log = new(arguments.Source, arguments.Target, arguments.LogPath);
        bool serving = false;
        try
        {
            using UnionTree tree = Open(arguments);
            using UnionFileSystem files = new(tree);
            using FuseSession session = new(arguments.Device, files, new SessionOptions(), log);
            TellReady(arguments, []);
            serving = true;
            session.Run().OrThrow("serve the mount");
            return 0;
        }
        catch (Exception e)
        {
            if (serving)
            {
                log.Write($"the server ended: {e}");
            }
            else
            {
                TellReady(arguments, Encoding.UTF8.GetBytes(Reason(e)));
            }

            return 1;
        }
    }

    /// <summary>The tree of an image, read-only where there is no upper; it owns what it was given but the objects.</summary>
    /// <exception cref="ContainerException">The upper and work folder cannot be used.</exception>
    internal static UnionTree OpenTree(ChainImage image, ObjectFolder objects, FileFd upper, FileFd work, bool isVolatile)
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

    private static UnionTree Open(ServerArguments arguments)
    {
        Sys.OpenAt(FileFd.WorkingDirectory, "/"u8, OpenFlags.Path | OpenFlags.Directory, out FileFd root).OrThrow("open /");
        using (root)
        {
            Sys.ChangeDirectory(root).OrThrow("chdir to /");
        }

        using (arguments.Chain)
        {
            UnionTree tree = OpenTree(ChainImage.Open(arguments.Chain), new ObjectFolder(arguments.Objects), arguments.Upper, arguments.Work, arguments.Volatile);
            if (arguments.Upper.IsOpen)
            {
                // Now that the folders are locked, no mount of the kernel's drivers takes them any more.
                UpperClaim.RefuseThoseOfTheKernel(arguments.Upper, arguments.Work);
            }

            return tree;
        }
    }

    /// <summary>Nothing said is "ready": the byte 0. Then the pipe closes, which ends the wait at its other end.</summary>
    private static void TellReady(ServerArguments arguments, ReadOnlySpan<byte> problem)
    {
        // EPIPE: whoever started the server is gone; the mount is there all the same.
        _ = Sys.WriteAll(arguments.Ready, problem.IsEmpty ? [0] : problem);
        arguments.Ready.Dispose();
    }

    private static string Reason(Exception e) => e is ContainerException or LinuxException or IOException ? e.Message : e.ToString();
}
