using System.Runtime.InteropServices;

namespace Strata.Cli;

/// <summary>Ctrl-C and SIGTERM as a token, for commands that tidy up before they end.</summary>
internal sealed class BreakOff : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration interrupted;
    private readonly PosixSignalRegistration terminated;

    /// <summary>Begins to listen.</summary>
    public BreakOff()
    {
        interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
    }

    /// <summary>Cancelled by the first signal; a second one does what it always does.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Gives the signals back.</summary>
    public void Dispose()
    {
        interrupted.Dispose();
        terminated.Dispose();
        source.Dispose();
    }

    private void Cancel(PosixSignalContext context)
    {
        context.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }
}
