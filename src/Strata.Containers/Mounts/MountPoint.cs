using Strata.Fuse;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>A mount of an image, made by this process, that nobody serves yet: whoever looks into it waits.</summary>
internal sealed class MountPoint : IDisposable
{
    private MountPoint(byte[] target, string source, FileFd device)
    {
        Target = target;
        Source = source;
        Device = device;
    }

    /// <summary>The absolute path without symlinks, as the kernel's table shows it.</summary>
    public byte[] Target { get; }

    /// <summary>See <see cref="MountSource"/>.</summary>
    public string Source { get; }

    /// <summary>The connection to the kernel, for a session.</summary>
    public FileFd Device { get; }

    /// <summary>Mounts.</summary>
    /// <exception cref="ContainerException">The target is missing or cannot be mounted on.</exception>
    public static MountPoint Make(MountRequest request)
    {
        byte[] target = Canonical(request.Target);
        FuseMountOptions options = new()
        {
            Source = MountSource.Of(request.Image).ToString(),
            Flags = (request.Upper is null ? MountFlags.ReadOnly : MountFlags.None) | (request.NoDevices ? MountFlags.NoDevices : MountFlags.None),
        };
        Errno error = FuseMount.Open(target, options, out FileFd device);
        return error == Errno.Ok ? new MountPoint(target, options.Source, device) : throw CannotMount(error, request.Target);
    }

    /// <summary>Takes the mount away. EBUSY: it is in use.</summary>
    /// <param name="detach">Take it away even from those who use it; it ends when they let go.</param>
    public Errno TakeAway(bool detach) => FuseMount.Close(Target, detach);

    /// <summary>The name of the connection: the minor part of the mount's device number.</summary>
    public uint Connection()
    {
        // Opened anew: a descriptor from before the mount would be the folder below it.
        Sys.OpenAt(FileFd.WorkingDirectory, Target, OpenFlags.Path | OpenFlags.Directory, out FileFd root).OrThrow("open the mount");
        using (root)
        {
            Sys.DeviceOf(root, out DeviceNumber device).OrThrow("statx of the mount");
            return device.Minor;
        }
    }

    /// <summary>Closes the connection, for whoever gave it to no session.</summary>
    public void Dispose() => Device.Dispose();

    /// <summary>Opens the folder to mount on.</summary>
    /// <exception cref="ContainerException">It is missing.</exception>
    public static FileFd OpenTarget(string path)
    {
        Check(Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(path), OpenFlags.Path | OpenFlags.Directory, out FileFd folder), path);
        return folder;
    }

    /// <summary>Turns the answer to a mount on <paramref name="target"/> into an exception, unless it is Ok.</summary>
    public static void Check(Errno error, string target)
    {
        if (error != Errno.Ok)
        {
            throw CannotMount(error, target);
        }
    }

    private static byte[] Canonical(string path)
    {
        using FileFd folder = OpenTarget(path);
        byte[] buffer = new byte[PathText.MaxLength];
        Sys.ReadLinkAt(FileFd.WorkingDirectory, ProcFd.PathOf(folder), buffer, out int length).OrThrow($"readlink of {path}");
        return buffer[..length];
    }

    private static ContainerException CannotMount(Errno error, string target) => new(error switch
    {
        Errno.EPERM => $"mount on {target}: {error.Message()}: root is needed (mounts in a user namespace are not built yet)",
        _ => $"mount on {target}: {error.Message()}",
    });
}
