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
    private readonly FileFd ready;
    private bool isReady;
    private bool isWaitedFor;

    private UnionMount(byte[] target, int serverId, FileFd ready)
    {
        this.target = target;
        ServerId = serverId;
        this.ready = ready;
    }

    /// <summary>The server's process id; it is a child of this process.</summary>
    public int ServerId { get; }

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
            Sys.Pipe(out FileFd reader, out FileFd writer).OrThrow("pipe2");
            using (writer)
            {
                ServerArguments arguments = new(
                    point.Device, writer, chain, store.Blobs.Objects.Folder, upper, work, request.Volatile, point.Connection(),
                    point.Source, PathText.Show(point.Target), request.Upper ?? "", logPath);
                return new UnionMount(point.Target, Spawn(arguments), reader);
            }
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

        Errno error = FileText.Read(ready, 64 << 10, out byte[] said);
        isReady = error == Errno.Ok && said is [0];
        if (isReady)
        {
            return;
        }

        Remove(detach: true);
        throw new ContainerException(said.Length == 0 ? "the file system's server ended at its start" : PathText.Show(said));
    }

    /// <summary>Takes the mount away and waits until its server is gone. EBUSY: it is in use, and stays.</summary>
    /// <param name="detach">Take it away even from those who use it; it ends when they let go.</param>
    public Errno Remove(bool detach)
    {
        Errno error = FuseMount.Close(target, detach);
        if (error is Errno.Ok or Errno.EINVAL && !isWaitedFor)
        {
            isWaitedFor = true;
            _ = Sys.WaitPid(ServerId, block: true, out _, out _);
        }

        return error;
    }

    /// <summary>Lets go of the mount, which stays.</summary>
    public void Dispose() => ready.Dispose();

    private static int Spawn(ServerArguments arguments)
    {
        SpawnRequest server = new()
        {
            Program = "/proc/self/exe"u8.ToArray(),
            Args = ["strata", .. arguments.ToList()],
            Inherited = arguments.Descriptors,
            Detached = true,
        };
        Sys.Spawn(server, out int pid).OrThrow("start the file system's server");
        return pid;
    }
}
