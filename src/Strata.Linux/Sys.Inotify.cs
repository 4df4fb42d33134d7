using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>inotify_init1(2), non-blocking; events are read with <see cref="Read"/>.</summary>
    public static Errno InotifyInit(out FileFd inotify)
    {
        const int NonBlocking = 0x800;
        const int CloseOnExec = 0x80000;
        return Result.Of(NativeInotifyInit(NonBlocking | CloseOnExec), out inotify);
    }

    /// <summary>inotify_add_watch(2) of <paramref name="path"/> below <paramref name="directory"/>, or of that itself where the path is empty.</summary>
    public static unsafe Errno InotifyAddWatch(FileFd inotify, FileFd directory, ReadOnlySpan<byte> path, uint events, out int watch)
    {
        watch = -1;
        Span<byte> full = stackalloc byte[ProcFd.MaxLength(path)];
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        fixed (byte* text = ProcFd.Path(directory, path, full))
        {
            watch = NativeInotifyAddWatch(inotify.Number, text, events);
            return Result.Of(watch);
        }
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial int NativeInotifyInit(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true)]
    private static unsafe partial int NativeInotifyAddWatch(int inotify, byte* path, uint events);
}
