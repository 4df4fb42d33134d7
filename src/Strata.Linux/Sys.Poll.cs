using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// poll(2). EINTR is given to the caller, whose signal it may be. Descriptors that are <c>default</c> are passed over.
    /// </summary>
    /// <param name="files">What to wait for; the answers are written into it.</param>
    /// <param name="timeoutMilliseconds">Longest wait, -1 for ever.</param>
    /// <param name="ready">How many have an answer; 0 is the timeout.</param>
    public static unsafe Errno Poll(Span<PollEntry> files, int timeoutMilliseconds, out int ready)
    {
        fixed (PollEntry* entries = files)
        {
            Errno error = Result.Of(NativePollMany(entries, (nuint)files.Length, timeoutMilliseconds), out long count);
            ready = (int)Math.Max(count, 0);
            return error;
        }
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static unsafe partial int NativePollMany(PollEntry* files, nuint count, int timeout);
}
