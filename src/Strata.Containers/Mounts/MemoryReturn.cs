namespace Strata.Containers.Mounts;

/// <summary>
/// Gives memory back to the system after most inodes of a large mount were forgotten. The garbage collector does it by itself
/// only while much is allocated, and a server whose files are gone allocates next to nothing.
/// </summary>
internal sealed class MemoryReturn
{
    /// <summary>Fewer inodes than these hold some five megabytes.</summary>
    private const int Least = 16_384;

    private const int Share = 4;

    /// <summary>What is forgotten in a row goes together.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    // Two readers may both be right about them, and one of them lose: that moves a threshold by one.
    private int most;
    private int isReturning;

    /// <summary>An inode was forgotten, and so many are still known.</summary>
    internal void Forgot(int known)
    {
        if (known >= most)
        {
            most = known;
        }
        else if (most >= Least && known <= most / Share)
        {
            most = known;
            if (Interlocked.Exchange(ref isReturning, 1) == 0)
            {
                new Thread(Return, maxStackSize: 128 * 1024) { IsBackground = true, Name = "memory" }.Start();
            }
        }
    }

    /// <summary>Stops the readers for as long as it takes to go through what is left, which is little.</summary>
    private void Return()
    {
        Thread.Sleep(Rest);
        Volatile.Write(ref isReturning, 0);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
