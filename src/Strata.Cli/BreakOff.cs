using System.Runtime.InteropServices;

namespace Strata.Cli;

/// <summary>Ctrl-C and SIGTERM as a token, for commands that tidy up when they are broken off.</summary>
internal sealed class BreakOff : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration interrupted;
    private readonly PosixSignalRegistration terminated;

    /// <summary>Listens from now on.</summary>
    public BreakOff()
    {
        interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Heard);
        terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Heard);
    }

    /// <summary>Cancelled by either signal.</summary>
    public CancellationToken Token => source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        interrupted.Dispose();
        terminated.Dispose();
        source.Dispose();
    }

    private void Heard(PosixSignalContext context)
    {
        context.Cancel = true;
        source.Cancel();
    }
}
