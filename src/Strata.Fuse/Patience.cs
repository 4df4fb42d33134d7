using System.Diagnostics;
using Strata.Linux;

namespace Strata.Fuse;

/// <summary>
/// How a reader waits for the next request. Programs that walk or make files ask again as soon as they are answered, while
/// an idle processor, above all a virtual one, takes tens of microseconds to sleep and wake: several times what a request
/// costs. So the reader looks again for a moment before it sleeps, as long as requests follow each other that closely. It
/// stops where they do not, and where whoever asks needs this very processor to go on.
/// </summary>
/// <remarks>
/// It does not yield between two looks: with a third task that only computes, sched_yield(2) gives that a whole slice, some
/// milliseconds, while a sleeping reader is woken at once.
/// </remarks>
internal sealed class Patience
{
    private const long MicrosecondsAtMost = 100;
    internal const int WaitsAfterContention = 100;

    // One processor has nobody to be faster for: whoever asks cannot run meanwhile.
    private static readonly long most = Environment.ProcessorCount > 1 ? MicrosecondsAtMost * Stopwatch.Frequency / 1_000_000 : 0;
    private static readonly long least = most / 8;

    private long limit; // How long the next wait looks before it sleeps.
    private long since; // When this wait began; 0: at the next pause.
    private int sleepAtOnce; // So many waits more.

    /// <summary>How long the next wait looks before it sleeps.</summary>
    internal TimeSpan Limit => Stopwatch.GetElapsedTime(0, limit);

    /// <summary>A request is looked for anew.</summary>
    public void Begin() => since = 0;

    /// <summary>There was no request: look again, or sleep until there is one.</summary>
    public void Pause(FileFd device)
    {
        long now = Stopwatch.GetTimestamp();
        since = since == 0 ? now : since;
        if (now - since < limit)
        {
            return;
        }

        now = Stopwatch.GetTimestamp();
        _ = Sys.Poll([new PollEntry(device, PollEntry.Input)], -1, out _);
        Learn(Stopwatch.GetElapsedTime(now));
        since = 0;
    }

    /// <summary>What follows from a sleep: requests that come soon are worth looking for, unless looking is what held them up.</summary>
    internal void Learn(TimeSpan slept)
    {
        long ticks = (long)(slept.TotalSeconds * Stopwatch.Frequency);
        if (limit > 0 && ticks < least)
        {
            // It came as soon as this processor was free, and not before.
            sleepAtOnce = WaitsAfterContention;
        }

        sleepAtOnce -= sleepAtOnce > 0 ? 1 : 0;
        limit = sleepAtOnce > 0 ? 0 : ticks <= most ? most : limit > least ? limit / 2 : 0;
    }
}
