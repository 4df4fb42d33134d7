using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>poll(2) of one descriptor for reading.</summary>
    /// <param name="file">What to wait for.</param>
    /// <param name="milliseconds">How long at most; -1 is for ever.</param>
    /// <param name="ready">Whether it is readable, or at its end; false is the timeout.</param>
    public static unsafe Errno WaitReadable(FileFd file, int milliseconds, out bool ready)
    {
        const short PollIn = 1;
        long deadline = Environment.TickCount64 + milliseconds;
        Errno error;
        long count;
        do
        {
            PollFd entry = new() { File = file.Number, Events = PollIn };
            int rest = milliseconds < 0 ? -1 : (int)Math.Max(deadline - Environment.TickCount64, 0);
            error = Result.Of(NativePoll(&entry, 1, rest), out count);
        }
        while (error == Errno.EINTR);

        ready = count > 0;
        return error;
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static unsafe partial int NativePoll(PollFd* entries, nuint count, int timeout);

    /// <summary>struct pollfd of poll(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int File;
        public short Events;
        public short Returned;
    }
}
