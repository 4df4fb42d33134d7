using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>struct flock of 64-bit Linux, fcntl(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct FileLock
{
    /// <summary>F_RDLCK 0, F_WRLCK 1 or F_UNLCK 2.</summary>
    public short Kind;

    /// <summary>What <see cref="Start"/> counts from: SEEK_SET 0, SEEK_CUR 1, SEEK_END 2.</summary>
    public short Whence;

    /// <summary>The first byte.</summary>
    public long Start;

    /// <summary>Bytes; 0 is up to the end of the file, however far it grows.</summary>
    public long Length;

    /// <summary>Who holds the lock in the way (F_GETLK); 0 for locks of open file descriptions.</summary>
    public int ProcessId;

#pragma warning disable CS0169, IDE0051 // named padding
    private readonly int padding;
#pragma warning restore CS0169, IDE0051
}
