using Strata.Fuse;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>
/// A mount of an image that this process makes: mounted by <see cref="Start"/>, served by a process of its own, usable once
/// <see cref="WaitReady"/> has returned. Between the two the caller can do other work while the server starts.
/// </summary>
public sealed class UnionMount : IDisposable
{
    /// <summary>The file system type in /proc/self/mountinfo.</summary>
    public const string Type = "fuse.strata";

    private readonly byte[] target;
    private readonly StartedServer server;
    private bool isReady;
    private bool isWaitedFor;

    private UnionMount(byte[] target, StartedServer server)
    {
        this.target = target;
        this.server = server;
    }

    /// <summary>The server's process id; it is a child of this process.</summary>
    public int ServerId => server.Pid;

    /// <summary>Mounts and starts the server. The contents of the image must be held until <see cref="WaitReady"/> has returned.</summary>
    /// <param name="store">The store that has the image.</param>
    /// <param name="request">What to mount where.</param>
    /// <param name="logPath">The file that takes a fault of the server.</param>
    /// <exception cref="ContainerException">A folder is missing or cannot be mounted on.</exception>
    public static UnionMount Start(Store store, MountRequest request, string logPath)
    {
        using FileFd chain = store.OpenChain(request.Image);
        using FileFd upper = MountPoint.OpenFolder(request.Upper, "upper folder");
        using FileFd work = MountPoint.OpenFolder(request.Work, "work folder");
        using MountPoint point = MountPoint.Make(request);
        try
        {
            ServerArguments arguments = new(
                point.Device, chain, store.Blobs.Objects.Folder, upper, work, request.Volatile, point.Connection(),
                point.Source, PathText.Show(point.Target), request.Upper ?? "", logPath);
            IReadOnlyList<byte[]> words = SpawnRequest.Words(["strata", .. arguments.ToList()]);
            return new UnionMount(point.Target, StartedServer.Start(words, arguments.Descriptors, withoutStreams: true));
        }
        catch
        {
            _ = point.TakeAway(detach: true);
            throw;
        }
    }

    /// <summary>Waits until the server answers. The mount is gone again where this throws.</summary>
    /// <exception cref="ContainerException">The server says why it cannot serve.</exception>
    public void WaitReady()
    {
        if (isReady)
        {
            return;
        }

        string? reason = server.WaitReady();
        isReady = reason is null;
        if (isReady)
        {
            return;
        }

        Remove(detach: true);
        throw new ContainerException(reason is "" ? "the file system's server ended at its start" : reason!);
    }

    /// <summary>Takes the mount away and waits until its server is gone. EBUSY: it is in use, and stays.</summary>
    /// <param name="detach">Take it away even from those who use it; it ends when they let go.</param>
    public Errno Remove(bool detach)
    {
        Errno error = FuseMount.Close(target, detach);
        if (error is Errno.Ok or Errno.EINVAL && !isWaitedFor)
        {
            isWaitedFor = true;
            _ = server.WaitForEnd();
        }

        return error;
    }

    /// <summary>Lets go of the mount, which stays.</summary>
    public void Dispose() => server.Dispose();
}
