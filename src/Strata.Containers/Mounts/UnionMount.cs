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
        using FileFd upper = OpenFolder(request.Upper, "upper folder");
        using FileFd work = OpenFolder(request.Work, "work folder");
        byte[] target = Canonical(request.Target);
        FuseMountOptions options = new()
        {
            Source = MountSource.Of(request.Image).ToString(),
            Flags = (request.Upper is null ? MountFlags.ReadOnly : MountFlags.None) | (request.NoDevices ? MountFlags.NoDevices : MountFlags.None),
        };
        Errno error = FuseMount.Open(target, options, out FileFd device);
        if (error != Errno.Ok)
        {
            throw CannotMount(error, request.Target);
        }

        using (device)
        {
            try
            {
                Sys.Pipe(out FileFd reader, out FileFd writer).OrThrow("pipe2");
                using (writer)
                {
                    ServerArguments arguments = new(
                        device, writer, chain, store.Blobs.Objects.Folder, upper, work, request.Volatile, ConnectionOf(target),
                        options.Source, PathText.Show(target), request.Upper ?? "", logPath);
                    return new UnionMount(target, Spawn(arguments), reader);
                }
            }
            catch
            {
                _ = FuseMount.Close(target, detach: true);
                throw;
            }
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

    /// <summary>The absolute path of an existing folder without symlinks, as the kernel's table will show it.</summary>
    private static byte[] Canonical(string path)
    {
        Errno error = Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(path), OpenFlags.Path | OpenFlags.Directory, out FileFd folder);
        if (error != Errno.Ok)
        {
            throw CannotMount(error, path);
        }

        using (folder)
        {
            byte[] buffer = new byte[PathText.MaxLength];
            Sys.ReadLinkAt(FileFd.WorkingDirectory, ProcFd.PathOf(folder), buffer, out int length).OrThrow($"readlink of {path}");
            return buffer[..length];
        }
    }

    private static FileFd OpenFolder(string? path, string what)
    {
        if (path is null)
        {
            return default;
        }

        Errno error = Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(path), OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd folder);
        return error == Errno.Ok ? folder : throw new ContainerException($"{what} {path}: {error.Message()}");
    }

    private static ContainerException CannotMount(Errno error, string target) => new(error switch
    {
        Errno.EPERM => $"mount on {target}: {error.Message()}: root is needed (mounts in a user namespace are not built yet)",
        _ => $"mount on {target}: {error.Message()}",
    });

    /// <summary>Opened anew: a descriptor from before the mount would be the folder below it.</summary>
    private static uint ConnectionOf(byte[] target)
    {
        Sys.OpenAt(FileFd.WorkingDirectory, target, OpenFlags.Path | OpenFlags.Directory, out FileFd root).OrThrow("open the mount");
        using (root)
        {
            Sys.DeviceOf(root, out DeviceNumber device).OrThrow("statx of the mount");
            return device.Minor;
        }
    }

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
