using System.Runtime.ExceptionServices;
using Strata.Linux;

namespace Strata.Containers.Mounts.Kernel;

/// <summary>
/// Work in a mount namespace of its own, on a thread of its own. What is mounted there nobody else sees, and it ends with
/// the thread, or with the process if that is killed; what a descriptor or another mount holds lives on.
/// </summary>
internal static class PrivateNamespace
{
    private const int StackSize = 256 * 1024;

    /// <summary>Runs <paramref name="work"/> there to its end and gives its result. EPERM: not root.</summary>
    public static Errno Run<T>(Func<T> work, out T? result)
    {
        Errno error = Errno.Ok;
        T? made = default;
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(
            () =>
            {
                try
                {
                    error = Sys.UnshareMounts();

                    // A copy of a shared mount is its peer: without this the others would see every mount made here.
                    error = error != Errno.Ok ? error : Sys.Mount("none"u8, "/"u8, default, MountFlags.Private | MountFlags.Recursive, default);
                    made = error == Errno.Ok ? work() : default;
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackSize);
        thread.Start();
        thread.Join();
        failure?.Throw();
        result = made;
        return error;
    }

    /// <summary>
    /// Puts a mount over "/" of the calling thread's namespace: paths do not lead there, since the thread's root is the
    /// directory below it, but overlayfs takes it as a layer, being in the namespace.
    /// </summary>
    public static Errno Attach(FileFd mount)
    {
        Errno error = Sys.OpenAt(FileFd.WorkingDirectory, "/"u8, OpenFlags.Path | OpenFlags.Directory, out FileFd root);
        using FileFd owned = root;
        return error == Errno.Ok ? Sys.MoveMount(mount, root) : error;
    }
}
