using System.Globalization;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>
/// A server that this process starts from its own program's file, and waits for until it says by its <see cref="ReadySignal"/>
/// that its mount is there. It lives on when this process ends.
/// </summary>
public sealed class StartedServer : IDisposable
{
    private readonly FileFd ready;

    private StartedServer(int pid, FileFd ready)
    {
        Pid = pid;
        this.ready = ready;
    }

    /// <summary>The server's process id; it is a child of this process.</summary>
    public int Pid { get; }

    /// <summary>Starts it.</summary>
    /// <param name="args">The arguments, the program's name first.</param>
    /// <param name="inherited">Descriptors that it inherits.</param>
    /// <param name="withoutStreams">Whether its standard streams are /dev/null; else it lets go of them when it is ready.</param>
    public static StartedServer Start(IReadOnlyList<byte[]> args, IReadOnlyList<FileFd> inherited, bool withoutStreams)
    {
        Sys.Pipe(out FileFd reader, out FileFd writer).OrThrow("pipe2");
        using (writer)
        {
            string variable = string.Create(CultureInfo.InvariantCulture, $"{ReadySignal.Variable}={writer.Number}");
            SpawnRequest server = new()
            {
                Program = "/proc/self/exe"u8.ToArray(),
                Args = args,
                Variables = SpawnRequest.Words(variable),
                Inherited = [.. inherited, writer],
                Detached = true,
                WithoutStreams = withoutStreams,
            };
            Errno error = Sys.Spawn(server, out int pid);
            if (error != Errno.Ok)
            {
                reader.Dispose();
                error.OrThrow("start the file system's server");
            }

            return new StartedServer(pid, reader);
        }
    }

    /// <summary>Waits until the server is ready or has failed.</summary>
    /// <returns>Null: the mount is there. Otherwise why not, empty where the server ended without a word.</returns>
    public string? WaitReady()
    {
        Errno error = FileText.Read(ready, 64 << 10, out byte[] said);
        return error == Errno.Ok && said is [0] ? null : PathText.Show(said);
    }

    /// <summary>Waits for the server's end.</summary>
    /// <returns>Its exit code, or 128 and the number of the signal that ended it.</returns>
    public int WaitForEnd()
    {
        Sys.WaitPid(Pid, block: true, out _, out int status).OrThrow("wait for the file system's server");
        int signal = status & 0x7f;
        return signal != 0 ? 128 + signal : (status >> 8) & 0xff;
    }

    /// <summary>Lets go of the server.</summary>
    public void Dispose() => ready.Dispose();
}
