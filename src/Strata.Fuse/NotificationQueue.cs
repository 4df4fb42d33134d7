using Strata.Linux;

namespace Strata.Fuse;

/// <summary>
/// Sends notifications that can wait for locks in the kernel from a thread of its own, which starts with the first one. A
/// reader must not send them: the kernel may hold the lock for a request that only this reader would answer.
/// </summary>
internal sealed class NotificationQueue(FileFd device) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Queue<byte[]> waiting = new(); // Guarded by gate.
    private readonly SemaphoreSlim filled = new(0);
    private Thread? sender; // Guarded by gate.
    private bool ended; // Guarded by gate.

    public void Post(byte[] message)
    {
        lock (gate)
        {
            if (ended)
            {
                return;
            }

            waiting.Enqueue(message);
            if (sender is null)
            {
                sender = new Thread(Send, maxStackSize: 128 * 1024) { IsBackground = true, Name = "fuse notify" };
                sender.Start();
            }
        }

        filled.Release();
    }

    /// <summary>Ends the thread. The connection must be gone by then, or the thread could wait for a lock for ever.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            ended = true;
        }

        filled.Release();
        sender?.Join();
        filled.Dispose();
    }

    private void Send()
    {
        while (true)
        {
            filled.Wait();
            byte[]? message;
            lock (gate)
            {
                if (ended || !waiting.TryDequeue(out message))
                {
                    return;
                }
            }

            // ENOENT: the kernel has dropped the inode or the name already, which is what was asked for. ENODEV: unmounted.
            _ = Sys.Write(device, message, out _);
        }
    }
}
