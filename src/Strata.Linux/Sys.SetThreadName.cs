namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// prctl(2) PR_SET_NAME: names the calling thread; the main thread's name is that of the process in /proc/PID/comm.
    /// Cut at 15 bytes.
    /// </summary>
    public static unsafe Errno SetThreadName(ReadOnlySpan<byte> name)
    {
        const int SetName = 15;
        Span<byte> terminated = stackalloc byte[16];
        terminated.Clear();
        name[..Math.Min(name.Length, 15)].CopyTo(terminated);
        fixed (byte* text = terminated)
        {
            return Result.Of(NativePrCtl(SetName, (nuint)text, 0, 0, 0));
        }
    }
}
