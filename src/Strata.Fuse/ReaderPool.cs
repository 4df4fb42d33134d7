using Strata.Linux;

namespace Strata.Fuse;

/// <summary>
/// The readers of a session. One does all the work as long as it is quick: with two waiting, the kernel would wake them in
/// turn, and each request would find cold caches. When the requests being answered are stuck for a while (a copy-up, an
/// fsync), another reader comes in, and goes again when one of those is done.
/// </summary>
internal sealed class ReaderPool : IDisposable
{
    private const int LookEvery = 5; // Milliseconds.
    private const int IdleLooks = 40; // After so many looks without any request, the overseer sleeps until there is one.

    private readonly Reader[] readers;
    private readonly SemaphoreSlim[] turns;
    private readonly Thread?[] threads; // Only the overseer starts them.
    private readonly AutoResetEvent awake = new(false); // Not a SemaphoreSlim, which spins before it waits, at every look.
    private int asleep;
    private volatile bool ended;

    /// <summary>A pool around the first reader; the others come from <paramref name="another"/> when they are needed.</summary>
    public ReaderPool(Reader first, int most, Func<Reader> another)
    {
        readers = [first, .. Enumerable.Range(1, most - 1).Select(_ => another())];
        turns = [.. readers.Select(static _ => new SemaphoreSlim(0))];
        threads = new Thread?[readers.Length];
    }

    /// <summary>Answers requests until the mount is gone.</summary>
    public Errno Run()
    {
        if (readers.Length == 1)
        {
            return readers[0].Run(null);
        }

        Thread overseer = new(Oversee, maxStackSize: 128 * 1024) { IsBackground = true, Name = "fuse overseer" };
        overseer.Start();
        Errno error = readers[0].Run(this);
        ended = true;
        awake.Set();
        overseer.Join();
        foreach (SemaphoreSlim turn in turns)
        {
            turn.Release();
        }

        foreach (Thread? thread in threads)
        {
            thread?.Join();
        }

        return error;
    }

    /// <summary>A reader is about to answer a request, and has marked itself busy: somebody should watch it.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref asleep) != 0 && Interlocked.Exchange(ref asleep, 0) != 0)
        {
            awake.Set();
        }
    }

    /// <summary>Frees the buffers of all readers.</summary>
    public void Dispose()
    {
        foreach (Reader reader in readers)
        {
            reader.Dispose();
        }

        foreach (SemaphoreSlim turn in turns)
        {
            turn.Dispose();
        }

        awake.Dispose();
    }

    private void Oversee()
    {
        long[] seen = new long[readers.Length];
        bool[] wasBusy = new bool[readers.Length];
        int idle = 0;
        while (!ended)
        {
            // Only the end is told while the overseer is awake: it need not be slept through.
            awake.WaitOne(LookEvery);
            bool quiet = true;
            bool stuck = true;
            Reader? spare = null;
            for (int i = 0; i < readers.Length; i++)
            {
                Reader reader = readers[i];
                long progress = reader.Progress;
                bool moved = progress != seen[i];
                seen[i] = progress;
                bool busy = reader.IsBusy;
                quiet &= !moved && !busy;
                stuck &= reader.IsParked || (busy && wasBusy[i] && !moved);
                wasBusy[i] = busy;
                spare ??= reader.IsParked ? reader : null;
            }

            if (stuck && spare is not null)
            {
                BringIn(Array.IndexOf(readers, spare));
            }

            idle = quiet ? idle + 1 : 0;
            if (idle >= IdleLooks)
            {
                idle = 0;
                SleepUntilARequest();
            }
        }
    }

    private void SleepUntilARequest()
    {
        // A reader marks itself busy and then looks whether the overseer sleeps; here it is the other way round, so that one
        // of the two always sees the other.
        Interlocked.Exchange(ref asleep, 1);
        bool busy = readers.Any(static reader => reader.IsBusy);
        if ((busy || ended) && Interlocked.Exchange(ref asleep, 0) != 0)
        {
            return;
        }

        awake.WaitOne();
    }

    private void BringIn(int index)
    {
        readers[index].IsParked = false;
        turns[index].Release();
        if (threads[index] is null)
        {
            Thread thread = new(() => Relieve(index), maxStackSize: 256 * 1024) { Name = "fuse reader" };
            threads[index] = thread;
            thread.Start();
        }
    }

    private void Relieve(int index)
    {
        while (true)
        {
            turns[index].Wait();
            if (ended)
            {
                return;
            }

            long[] before = [.. readers.Select(static reader => reader.Progress)];
            Errno error = readers[index].RunWhile(this, () => IsStillStuck(index, before));
            if (error != Errno.Ok)
            {
                return;
            }

            readers[index].IsParked = true;
        }
    }

    // Nobody else has finished anything since this reader came in.
    private bool IsStillStuck(int index, long[] before)
    {
        for (int i = 0; i < readers.Length; i++)
        {
            if (i != index && readers[i].Progress != before[i])
            {
                return false;
            }
        }

        return true;
    }
}
