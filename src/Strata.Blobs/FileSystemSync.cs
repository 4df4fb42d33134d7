using Strata.Linux;

namespace Strata.Blobs;

/// <summary>
/// syncfs(2) of the store's file system, shared: threads that ask while one is under way wait together for the next. One
/// syncfs per layer costs less than an fsync for each of its thousands of objects. Safe to use from several threads.
/// </summary>
/// <param name="root">The store's folder; borrowed.</param>
internal sealed class FileSystemSync(FileFd root)
{
    private readonly object gate = new();
    private long begun;
    private long ended;
    private long failed; // the last run that failed: whoever waited for it, or for an earlier one, fails too
    private Errno failure;
    private bool running;

    /// <summary>Everything written before the call is on the disk when it returns.</summary>
    public void Run()
    {
        lock (gate)
        {
            long need = begun + 1;
            while (ended < need)
            {
                if (running)
                {
                    Monitor.Wait(gate);
                }
                else
                {
                    RunLocked();
                }
            }

            if (failed >= need)
            {
                failure.OrThrow("syncfs of the store");
            }
        }
    }

    /// <summary>
    /// Starts one in the background unless one is under way, so that the disk works while the processor does. Promises
    /// nothing: a write error is remembered, and every later <see cref="Run"/> of those that wrote before fails.
    /// </summary>
    public void Hint()
    {
        lock (gate)
        {
            if (running)
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(static sync => sync.RunHint(), this, preferLocal: false);
    }

    private void RunHint()
    {
        lock (gate)
        {
            if (!running)
            {
                RunLocked();
            }
        }
    }

    private void RunLocked()
    {
        long run = ++begun;
        running = true;
        Monitor.Exit(gate);
        Errno error = Sys.SyncFs(root);
        Monitor.Enter(gate);
        running = false;
        ended = run;
        if (error != Errno.Ok)
        {
            // The kernel says it once per descriptor and then forgets. What was lost cannot be known any more, so this
            // store object stays failed; a new process starts afresh, and what it stages is written again.
            failed = long.MaxValue;
            failure = error;
        }

        Monitor.PulseAll(gate);
    }
}
