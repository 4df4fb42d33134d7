using Strata.Fuse;
using Strata.Layers;
using Strata.Linux;
using Strata.Union;

namespace Strata.Containers.Mounts;

/// <summary>
/// A mount of an image that a thread of this process serves, for a process that lives as long as what uses the mount: no
/// second process has to start. Such a process must not keep a file of the mount open: were it killed, the kernel would wait
/// for an answer to the file's FLUSH that nobody is left to give.
/// </summary>
internal sealed class ServedMount : ContainerMount
{
    private readonly MountPoint point;
    private readonly UnionTree tree;
    private readonly ServerLog log;
    private readonly FileFd endedWriter;
    private readonly Thread thread;

    private ServedMount(MountPoint point, ChainImage image, UnionTree tree, ServerLog log)
    {
        this.point = point;
        Image = image;
        this.tree = tree;
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

    /// <summary>Mounts and serves. The upper folder must be new: its root becomes like the image's.</summary>
    /// <exception cref="ContainerException">A folder is missing, in use, or cannot be mounted on.</exception>
    public static new ServedMount Start(Store store, MountRequest request)
    {
        ChainImage image;
        using (FileFd chain = store.OpenChain(request.Image))
        {
            image = ChainImage.Open(chain);
        }

        FileFd upper = default;
        FileFd work = default;
        UnionTree? tree = null;
        MountPoint? point = null;
        try
        {
            upper = MountPoint.OpenFolder(request.Upper, "upper folder");
            work = MountPoint.OpenFolder(request.Work, "work folder");
            UpperRoot.MakeLike(image, upper);
            tree = MountServer.OpenTree(image, store.Blobs.Objects, upper, work, request.Volatile);
            point = MountPoint.Make(request);
            ServerLog log = new(point.Source, PathText.Show(point.Target), MountServer.LogPath(store));
            return new ServedMount(point, image, tree, log);
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

            throw;
        }
    }

    /// <summary>Takes the mount away and waits until the last request is answered: nobody writes to the upper any more.</summary>
    public override void Dispose()
    {
        _ = point.TakeAway(detach: true);
        thread.Join();
        tree.Dispose();
        Ended.Dispose();
    }

    private void Serve()
    {
        try
        {
            using UnionFileSystem files = new(tree);
            using FuseSession session = new(point.Device, files, new SessionOptions(), log);
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
