using Strata.Blobs;
using Strata.Containers.Mounts.Kernel;
using Strata.Fuse;
using Strata.Layers;
using Strata.Linux;
using Strata.Union;

namespace Strata.Containers.Mounts;

/// <summary>
/// A mount of an image that a thread of this process serves. Such a process must not keep a file of the mount open: were it
/// killed, the kernel would wait for an answer to the file's FLUSH that nobody is left to give.
/// </summary>
public sealed class ServedMount : ImageMount
{
    private readonly MountPoint point;
    private readonly UnionTree tree;
    private readonly ObjectFolder objects;
    private readonly PrivateClones clones;
    private readonly ServerLog log;
    private readonly FileFd endedWriter;
    private readonly Thread thread;
    private readonly FileFd upper;
    private bool endedByItself;

    private ServedMount(MountPoint point, ChainImage image, UnionTree tree, ObjectFolder objects, PrivateClones clones, FileFd upper, ServerLog log)
    {
        this.point = point;
        Image = image;
        this.tree = tree;
        this.objects = objects;
        this.clones = clones;
        this.upper = upper;
        this.log = log;
        Sys.Pipe(out FileFd reader, out endedWriter).OrThrow("pipe2");
        Ended = reader;
        thread = new Thread(Serve, maxStackSize: 256 * 1024) { IsBackground = true, Name = "fuse reader" };
        thread.Start();
    }

    /// <inheritdoc/>
    public override ChainImage Image { get; }

    /// <inheritdoc/>
    public override FileFd Ended { get; }

    /// <summary>The file of a store that takes faults of its servers.</summary>
    public static string LogPath(Store store) => $"{Path.GetFullPath(store.Path)}/server.log";

    /// <summary>Mounts and serves. The contents of the image must be held until this has returned.</summary>
    /// <exception cref="ContainerException">A folder is missing, in use, or cannot be mounted on.</exception>
    public static new ServedMount Start(Store store, MountRequest request)
    {
        ChainImage image = OpenChain(store, request);
        FileFd upper = default;
        FileFd work = default;
        UnionTree? tree = null;
        MountPoint? point = null;
        PrivateClones clones = new();
        ObjectFolder? objects = null;
        try
        {
            upper = UnionFolders.Open(request.Upper, "upper folder");
            work = UnionFolders.Open(request.Work, "work folder");
            if (request.NewUpper)
            {
                UpperRoot.MakeLike(image, upper);
            }

            objects = UnionFolders.OpenObjects(store, clones, request.Verify);
            tree = UnionFolders.Join(image, objects, upper, work, request.Volatile);
            if (upper.IsOpen && !request.NewUpper)
            {
                // Now that the folders are locked, no mount of the kernel's drivers takes them any more.
                UpperClaim.RefuseThoseOfTheKernel(upper, work);
            }

            point = MountPoint.Make(request);
            ServerLog log = new(point.Source, PathText.Show(point.Target), LogPath(store));
            return new ServedMount(point, image, tree, objects, clones, upper, log);
        }
        catch
        {
            _ = point?.TakeAway(detach: true);
            point?.Dispose();
            if (tree is not null)
            {
                tree.Dispose();
            }
            else
            {
                work.Dispose();
                upper.Dispose();
                image.Dispose();
            }

            objects?.Dispose();
            clones.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes this process the mount's server (<see cref="ReadySignal"/>), and waits until somebody takes the mount away.
    /// Called by the main thread.
    /// </summary>
    public override void ServeToItsEnd()
    {
        ServerProcess.NameThis(point.Connection());
        ReadySignal.Send(upper);
        thread.Join();
        endedByItself = true;
    }

    /// <summary>Takes the mount away and waits until the last request is answered: nobody writes to the upper any more.</summary>
    public override void Dispose()
    {
        if (!endedByItself)
        {
            _ = point.TakeAway(detach: true);
            thread.Join();
        }

        tree.Dispose();
        objects.Dispose();
        clones.Dispose();
        Ended.Dispose();
    }

    private static ChainImage OpenChain(Store store, MountRequest request)
    {
        using FileFd chain = store.OpenChain(request.Image);
        ChainImage image = ChainImage.Open(chain);
        try
        {
            if (request.Verify)
            {
                image.Verify();
            }

            return image;
        }
        catch (ChainImageFormatException e)
        {
            image.Dispose();
            throw new ContainerException($"the chain image of {request.Image.DisplayName} is damaged ({e.Message}): \"strata system check --repair\" builds it again");
        }
    }

    private void Serve()
    {
        try
        {
            using UnionFileSystem files = new(tree);
            using FuseSession session = new(point.Device, files, new SessionOptions { AllowIdMap = true }, log);
            session.Run().OrThrow("serve the mount");
        }
        catch (Exception e)
        {
            log.Write($"the server ended: {e}");
        }
        finally
        {
            endedWriter.Dispose();
        }
    }
}
