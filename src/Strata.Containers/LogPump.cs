using Strata.Launch;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>What a container says, from its pipes or its terminal into its log, until its command has ended.</summary>
internal sealed class LogPump : IDisposable
{
    private readonly ContainerLog log;
    private readonly byte[] buffer = new byte[64 << 10];
    private readonly LogStream output = new("stdout");
    private readonly LogStream error = new("stderr");
    private FileFd outputReader;
    private FileFd errorReader;
    private FileFd outputWriter;
    private FileFd errorWriter;
    private FileFd inputReader;
    private FileFd inputWriter;

    /// <summary>Makes the pipes; a container with a terminal needs none.</summary>
    /// <param name="log">Takes the output; borrowed.</param>
    /// <param name="hasTerminal">Whether the container has one.</param>
    /// <param name="keepsInput">Whether its input stays open, though nothing comes by it.</param>
    public LogPump(ContainerLog log, bool hasTerminal, bool keepsInput)
    {
        this.log = log;
        if (keepsInput && !hasTerminal)
        {
            Sys.Pipe(out inputReader, out inputWriter).OrThrow("pipe2");
        }

        if (!hasTerminal)
        {
            Sys.Pipe(out outputReader, out outputWriter).OrThrow("pipe2");
            Sys.Pipe(out errorReader, out errorWriter).OrThrow("pipe2");
            Sys.SetNonBlocking(outputReader).OrThrow("make a pipe non-blocking");
            Sys.SetNonBlocking(errorReader).OrThrow("make a pipe non-blocking");
        }
    }

    /// <summary>What the command gets as its streams.</summary>
    /// <param name="nothing">/dev/null.</param>
    public StandardStreams StreamsWith(FileFd nothing) => outputWriter.IsOpen
        ? new StandardStreams(inputReader.IsOpen ? inputReader : nothing, outputWriter, errorWriter)
        : StandardStreams.Own with { Input = nothing };

    /// <summary>Copies until the command has ended and everything it said is written.</summary>
    /// <param name="process">The command.</param>
    /// <param name="served">Readable when nobody serves the container's file system any more.</param>
    /// <returns>False where that came first.</returns>
    public bool Run(ContainerProcess process, FileFd served)
    {
        // The container has its own ends by now.
        outputWriter.Dispose();
        errorWriter.Dispose();
        inputReader.Dispose();
        (outputWriter, errorWriter, inputReader) = (default, default, default);
        FileFd first = process.Console.IsOpen ? process.Console : outputReader;
        FileFd second = errorReader;
        Span<PollEntry> entries = stackalloc PollEntry[4];
        while (true)
        {
            entries[0] = new PollEntry(first, PollEntry.Input);
            entries[1] = new PollEntry(second, PollEntry.Input);
            entries[2] = new PollEntry(process.PidFd, PollEntry.Input);
            entries[3] = new PollEntry(served, PollEntry.Input);
            Errno polled = Sys.Poll(entries, -1, out _);
            if (polled == Errno.EINTR)
            {
                continue;
            }

            polled.OrThrow("poll");
            bool hasEnded = entries[2].Returned != 0;
            first = hasEnded || entries[0].Returned != 0 ? Copy(first, output, all: hasEnded) : first;
            second = hasEnded || entries[1].Returned != 0 ? Copy(second, error, all: hasEnded) : second;
            if (hasEnded || entries[3].Returned != 0)
            {
                log.End(output, DateTimeOffset.UtcNow);
                log.End(error, DateTimeOffset.UtcNow);
                return hasEnded;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        outputReader.Dispose();
        errorReader.Dispose();
        outputWriter.Dispose();
        errorWriter.Dispose();
        inputReader.Dispose();
        inputWriter.Dispose();
    }

    /// <summary>Takes a piece, or all that is there; no descriptor once the other end is closed, which a terminal tells by EIO.</summary>
    private FileFd Copy(FileFd from, LogStream stream, bool all)
    {
        bool goesOn = from.IsOpen;
        while (goesOn)
        {
            goesOn = all;
            Errno result = Sys.Read(from, buffer, out int count);
            if (result == Errno.EAGAIN)
            {
                return from;
            }

            if (result == Errno.EINTR)
            {
                goesOn = true;
                continue;
            }

            if (result != Errno.Ok || count == 0)
            {
                return default;
            }

            log.Append(stream, buffer.AsSpan(0, count), DateTimeOffset.UtcNow);
        }

        return from;
    }
}
