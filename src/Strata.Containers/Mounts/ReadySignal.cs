using System.Globalization;
using System.Text;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>
/// The server's end of the pipe by which whoever started it waits for the mount (see <see cref="StartedServer"/>). Its number
/// stands in the environment variable STRATA_READY_FD: one byte 0 is "the mount is there", anything else is text that says
/// why it is not, and an end without a byte is a server that has ended.
/// </summary>
public sealed class ReadySignal : IDisposable
{
    /// <summary>The environment variable.</summary>
    public const string Variable = "STRATA_READY_FD";

    private FileFd pipe;

    private ReadySignal(FileFd pipe) => this.pipe = pipe;

    /// <summary>Takes the pipe over, so that nothing that this process starts keeps it open; null where nobody waits.</summary>
    public static ReadySignal? FromEnvironment()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return null;
        }

        FileFd pipe = FileFd.FromNumber(number);

        // EBADF: a variable that some other process's child inherited, but not the pipe.
        return Sys.SetCloseOnExec(pipe) == Errno.Ok ? new ReadySignal(pipe) : null;
    }

    /// <summary>The mount is there: whoever waits goes on.</summary>
    public void Ready() => Say([0]);

    /// <summary>There will be no mount.</summary>
    /// <param name="reason">Why, not empty.</param>
    public void Fail(string reason) => Say(Encoding.UTF8.GetBytes(reason));

    /// <summary>Closes the pipe, which ends the wait at its other end.</summary>
    public void Dispose()
    {
        pipe.Dispose();
        pipe = default;
    }

    // EPIPE: whoever waited is gone; the mount is there all the same.
    private void Say(ReadOnlySpan<byte> text) => _ = Sys.WriteAll(pipe, text);
}
