using System.Runtime.InteropServices;
using Strata.Linux;

namespace Strata.Launch;

/// <summary>
/// Joins the user's terminal to a container's: bytes both ways, the user's terminal raw meanwhile so that every key,
/// Ctrl-C among them, reaches the container, and its size following.
/// </summary>
public sealed class TerminalProxy : IDisposable
{
    private const byte EndOfTransmission = 4;
    private const PosixSignal WindowChanged = (PosixSignal)28; // SIGWINCH
    private readonly ContainerProcess process;
    private readonly FileFd input;
    private readonly FileFd output;
    private readonly PosixSignalRegistration? resized;
    private readonly TerminalSettings original;
    private readonly bool raw;
    private readonly byte[] toContainer = new byte[4096];
    private readonly byte[] fromContainer = new byte[16384];
    private int pendingStart;
    private int pendingEnd;

    /// <summary>Prepares the user's terminal; <see cref="Dispose"/> puts it back.</summary>
    /// <param name="process">Has a <see cref="ContainerProcess.Console"/>.</param>
    /// <param name="input">Where keys come from, or no descriptor where the container gets none. Borrowed.</param>
    /// <param name="output">Where the container's output goes. Borrowed.</param>
    public TerminalProxy(ContainerProcess process, FileFd input, FileFd output)
    {
        this.process = process;
        this.input = input;
        this.output = output;
        if (!process.Console.IsOpen)
        {
            throw new ArgumentException("the process has no terminal", nameof(process));
        }

        if (input.IsOpen && Sys.GetTerminal(input, out original) == Errno.Ok)
        {
            Sys.SetTerminal(input, original.ToRaw()).OrThrow();
            raw = true;
        }

        if (Resize())
        {
            resized = PosixSignalRegistration.Create(WindowChanged, _ => Resize());
        }
    }

    /// <summary>Copies until the container's side is closed or its process has ended, then all that is left of its output.</summary>
    public void Run()
    {
        FileFd keys = input;
        Span<PollEntry> entries = stackalloc PollEntry[3];
        while (true)
        {
            bool pending = pendingEnd > pendingStart;
            entries[0] = new PollEntry(process.Console, (short)(PollEntry.Input | (pending ? PollEntry.Output : 0)));
            entries[1] = new PollEntry(process.PidFd, PollEntry.Input);
            entries[2] = new PollEntry(pending ? default : keys, PollEntry.Input);
            Errno error = Sys.Poll(entries, -1, out _);
            if (error == Errno.EINTR)
            {
                continue;
            }

            error.OrThrow();
            if (entries[2].Returned != 0 && !ReadKeys())
            {
                keys = default;
            }

            if (pendingEnd > pendingStart)
            {
                SendKeys();
            }

            bool open = entries[0].Returned == 0 || CopyOutput();
            if (!open)
            {
                return;
            }

            if (entries[1].Returned != 0)
            {
                Drain();
                return;
            }
        }
    }

    /// <summary>Puts the user's terminal back as it was.</summary>
    public void Dispose()
    {
        resized?.Dispose();
        if (raw)
        {
            Sys.SetTerminal(input, original);
        }
    }

    private bool Resize() =>
        Sys.GetTerminalSize(output, out ushort rows, out ushort columns) == Errno.Ok
        && Sys.SetTerminalSize(process.Console, rows, columns) == Errno.Ok;

    /// <summary>False at the end of the input, which a terminal is told by its end-of-file character.</summary>
    private bool ReadKeys()
    {
        pendingStart = 0;
        Errno error = Sys.Read(input, toContainer, out pendingEnd);
        if (error == Errno.Ok && pendingEnd > 0)
        {
            return true;
        }

        pendingEnd = 0;
        if (error == Errno.EAGAIN)
        {
            return true;
        }

        toContainer[0] = EndOfTransmission;
        pendingEnd = 1;
        return false;
    }

    private void SendKeys()
    {
        Errno error = Sys.Write(process.Console, toContainer.AsSpan(pendingStart, pendingEnd - pendingStart), out int count);

        // EAGAIN: the container does not read at the moment. Any other error: nobody will.
        pendingStart = error is Errno.Ok or Errno.EAGAIN ? pendingStart + count : pendingEnd;
    }

    /// <summary>Copies what is there; false once the container's side is closed, which a pty tells by EIO.</summary>
    private bool CopyOutput()
    {
        Errno error = Sys.Read(process.Console, fromContainer, out int count);
        if (error == Errno.EAGAIN)
        {
            return true;
        }

        return error == Errno.Ok && count > 0 && Sys.WriteAll(output, fromContainer.AsSpan(0, count)) == Errno.Ok;
    }

    private void Drain()
    {
        while (Sys.Read(process.Console, fromContainer, out int count) == Errno.Ok && count > 0)
        {
            if (Sys.WriteAll(output, fromContainer.AsSpan(0, count)) != Errno.Ok)
            {
                return;
            }
        }
    }
}
