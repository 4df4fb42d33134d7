using System.Runtime.InteropServices;
using Strata.Launch;

namespace Strata.Containers;

/// <summary>
/// Gives the signals that this process gets to a container's process. Those that come before it runs are kept for it: from
/// the first moment on a signal no longer ends this process, which has something to take away.
/// </summary>
internal sealed class SignalForwarding : IDisposable
{
    // SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM, SIGCONT.
    private static readonly int[] Forwarded = [1, 2, 3, 10, 12, 14, 15, 18];

    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly Lock gate = new();
    private readonly List<int> early = [];
    private ContainerProcess? process;

    public SignalForwarding()
    {
        foreach (int number in Forwarded)
        {
            registrations.Add(PosixSignalRegistration.Create((PosixSignal)number, context =>
            {
                context.Cancel = true;
                Forward(number);
            }));
        }
    }

    /// <summary>From now on the signals go to this process.</summary>
    public void Attach(ContainerProcess started)
    {
        lock (gate)
        {
            process = started;
            foreach (int signal in early)
            {
                _ = started.Signal(signal);
            }
        }
    }

    /// <summary>Signals mean again what they meant before. Call it before the process is disposed.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            process = null;
        }

        registrations.ForEach(static registration => registration.Dispose());
    }

    private void Forward(int signal)
    {
        lock (gate)
        {
            if (process is null)
            {
                early.Add(signal);
            }
            else
            {
                // ESRCH: it has ended.
                _ = process.Signal(signal);
            }
        }
    }
}
