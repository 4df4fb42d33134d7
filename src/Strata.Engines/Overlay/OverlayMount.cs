using Strata.Fuse;
using Strata.Linux;

namespace Strata.Engines.Overlay;

/// <summary>The mount itself: made by mount(2) where the caller may, else by fusermount3(1).</summary>
internal sealed class OverlayMount
{
    private readonly byte[] target;
    private readonly bool byHelper;

    private OverlayMount(byte[] target, FileFd device, bool byHelper)
    {
        this.target = target;
        this.byHelper = byHelper;
        Device = device;
    }

    /// <summary>The connection to the kernel, for a session.</summary>
    public FileFd Device { get; }

    /// <summary>Mounts.</summary>
    /// <exception cref="EngineException">It cannot be done.</exception>
    public static OverlayMount Make(OverlayRequest request)
    {
        byte[] target = Canonical(request.Target);
        FuseMountOptions options = new()
        {
            Source = request.Source,
            Subtype = request.Subtype,
            Flags = request.Flags,
            AllowOther = request.AllowOther,
            UserId = Sys.UserId,
            GroupId = Sys.GroupId,
            MaxRead = request.MaxRead,
            Contexts = ContextsOf(request),
        };
        Errno error = FuseMount.Open(target, options, out FileFd device);
        OverlayMount mount = error == Errno.Ok
            ? new OverlayMount(target, device, byHelper: false)
            : MakeByHelper(request.Target.Shown(), target, options, error);
        mount.Propagate(request.Propagation);
        return mount;
    }

    /// <summary>For a user who may not mount; whatever else went wrong is said.</summary>
    private static OverlayMount MakeByHelper(string shown, byte[] target, FuseMountOptions options, Errno refusal)
    {
        Errno error = Sys.OpenAt(FileFd.WorkingDirectory, "/dev/fuse"u8, OpenFlags.ReadWrite, out FileFd device);
        device.Dispose();
        if (error != Errno.Ok)
        {
            string advice = error == Errno.EACCES ? "" : ": is the kernel's module fuse there?";
            throw new EngineException($"/dev/fuse: {error.Message()}{advice}");
        }

        if (refusal != Errno.EPERM)
        {
            throw new EngineException($"mount on {shown}: {refusal.Message()}");
        }

        error = Fusermount.Open(target, options, out device);
        return error switch
        {
            Errno.Ok => new OverlayMount(target, device, byHelper: true),
            Errno.ENOENT => throw new EngineException(
                $"mount on {shown}: {refusal.Message()}, and {Fusermount.Name}, which mounts for users, is not installed"),
            Errno.ENODATA => throw new EngineException($"mount on {shown}: {Fusermount.Name} refused"),
            _ => throw new EngineException($"mount on {shown}: {Fusermount.Name}: {error.Message()}"),
        };
    }

    /// <summary>Takes the mount away, also from those who use it: it ends when they let go.</summary>
    public void TakeAway() => _ = byHelper ? Fusermount.Close(target, detach: true) : FuseMount.Close(target, detach: true);

    private void Propagate(MountFlags propagation)
    {
        if (propagation == MountFlags.None)
        {
            return;
        }

        Errno error = byHelper ? Errno.EPERM : Sys.Mount(default, target, default, propagation, default);
        if (error != Errno.Ok)
        {
            OverlayProgram.Tell($"the mount could not be made {propagation}: {error.Message()}");
        }
    }

    /// <summary>SELinux's options go to the kernel where it has SELinux; where it has not, it would refuse the mount for them.</summary>
    private static IReadOnlyList<string> ContextsOf(OverlayRequest request)
    {
        if (request.Contexts.Count == 0 || Sys.StatAt(FileFd.WorkingDirectory, "/sys/fs/selinux/enforce"u8, out _) == Errno.Ok)
        {
            return request.Contexts;
        }

        OverlayProgram.Tell($"no SELinux here: ignored: {string.Join(',', request.Contexts)}");
        return [];
    }

    private static byte[] Canonical(byte[] path)
    {
        Errno error = Sys.OpenAt(FileFd.WorkingDirectory, path, OpenFlags.Path | OpenFlags.Directory, out FileFd folder);
        if (error != Errno.Ok)
        {
            throw new EngineException($"mount on {path.Shown()}: {error.Message()}");
        }

        using (folder)
        {
            byte[] buffer = new byte[PathText.MaxLength];
            Sys.ReadLinkAt(FileFd.WorkingDirectory, ProcFd.PathOf(folder), buffer, out int length).OrThrow($"readlink of {path.Shown()}");
            return buffer[..length];
        }
    }
}
