using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>struct pollfd of poll(2): a descriptor, what to wait for, what came.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PollEntry
{
    /// <summary>POLLIN.</summary>
    public const short Input = 1;

    /// <summary>POLLOUT.</summary>
    public const short Output = 4;

    /// <summary>POLLERR.</summary>
    public const short Error = 8;

    /// <summary>POLLHUP.</summary>
    public const short HangUp = 16;

    private int number;
    private short events;
    private short returned;

    /// <summary>Waits for <paramref name="wanted"/> on a descriptor; errors and hang-ups come anyway.</summary>
    public PollEntry(FileFd file, short wanted)
    {
        number = file.IsOpen ? file.Number : -1;
        events = wanted;
        returned = 0;
    }

    /// <summary>revents of the last call.</summary>
    public readonly short Returned => returned;
}
