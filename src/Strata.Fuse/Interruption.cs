using System.Buffers.Text;
using System.Text;
using Strata.Linux;

namespace Strata.Fuse;

/// <summary>
/// Whether a program that waits for an answer has had enough. The kernel says so with INTERRUPT, once, for the first signal
/// of any kind; only a program that is being killed really goes, every other one waits on whatever is answered. So a
/// handler that takes long asks <see cref="IsKilled"/> now and then, and gives up with EINTR.
/// </summary>
public sealed class Interruption
{
    private const ulong Kill = 1UL << 8; // SIGKILL is 9; the fatal default of any other signal becomes it, signal(7).

    private long request; // The request in hand; 0: none.
    private long interrupted; // The request that a signal came for.
    private int task;

    /// <summary>Nobody waits yet.</summary>
    public Interruption() => Killed = () => IsKilled;

    /// <summary><see cref="IsKilled"/> as a function, the same each time.</summary>
    public Func<bool> Killed { get; }

    /// <summary>Whether the program is being killed. Cheap as long as no signal came; otherwise proc(5) is read.</summary>
    public bool IsKilled => Volatile.Read(ref interrupted) is not 0 and var unique && unique == request && HasPending(task, Kill);

    internal void Begin(ulong unique, int pid)
    {
        task = pid;
        Volatile.Write(ref request, (long)unique);
    }

    internal void End() => Volatile.Write(ref request, 0);

    /// <summary>A signal came for whoever waits for <paramref name="unique"/>; false where that is not the request in hand.</summary>
    internal bool TryInterrupt(ulong unique)
    {
        if (Volatile.Read(ref request) != (long)unique)
        {
            return false;
        }

        Volatile.Write(ref interrupted, (long)unique);
        return true;
    }

    /// <summary>Whether a thread has one of <paramref name="signals"/> pending; false where it cannot be seen from here.</summary>
    private static bool HasPending(int task, ulong signals)
    {
        Span<byte> text = stackalloc byte[4096];
        if (Sys.OpenAt(FileFd.WorkingDirectory, Encoding.ASCII.GetBytes($"/proc/{task}/status"), OpenFlags.ReadOnly, out FileFd status) != Errno.Ok)
        {
            return false;
        }

        using (status)
        {
            int length = Sys.Read(status, text, out int count) == Errno.Ok ? count : 0;
            return ((Mask(text[..length], "\nSigPnd:\t"u8) | Mask(text[..length], "\nShdPnd:\t"u8)) & signals) != 0;
        }
    }

    private static ulong Mask(ReadOnlySpan<byte> status, ReadOnlySpan<byte> field)
    {
        int at = status.IndexOf(field);
        return at >= 0 && Utf8Parser.TryParse(status[(at + field.Length)..], out ulong mask, out _, 'x') ? mask : 0;
    }
}
