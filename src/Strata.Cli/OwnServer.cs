using System.Globalization;
using Strata.Containers.Mounts;
using Strata.Linux;

namespace Strata.Cli;

/// <summary>
/// Starts this program once more, as a process that stays behind as a server, and waits until it serves (<see
/// cref="ReadySignal"/>). Only where the command line itself has to be read to know that one is needed: what always leaves a
/// server is forked before the runtime starts, which costs less.
/// </summary>
internal static class OwnServer
{
    /// <summary>Starts it.</summary>
    /// <param name="args">Its command line, the program's name first. It has this process's standard streams until it serves.</param>
    /// <returns>0 once it serves; otherwise the exit code with which it ended before.</returns>
    public static int Start(IReadOnlyList<byte[]> args)
    {
        Sys.Pipe(out FileFd ready, out FileFd writer).OrThrow("pipe2");
        using (ready)
        {
            int pid;
            using (writer)
            {
                SpawnRequest request = new()
                {
                    Program = "/proc/self/exe"u8.ToArray(),
                    Args = args,
                    Variables = [PathText.Bytes(string.Create(CultureInfo.InvariantCulture, $"{ReadySignal.Variable}={writer.Number}"))],
                    Inherited = [writer],
                };
                Sys.Spawn(request, out pid).OrThrow("start a process for the container");
            }

            byte[] said = new byte[1];
            Errno error;
            int count;
            do
            {
                error = Sys.Read(ready, said, out count);
            }
            while (error == Errno.EINTR);
            if (error == Errno.Ok && count == 1)
            {
                return ExitCode.Ok;
            }

            const int SignalBits = 0x7f;
            Sys.WaitPid(pid, block: true, out _, out int status).OrThrow("wait for the container's process");
            return (status & SignalBits) == 0 ? status >> 8 : 128 + (status & SignalBits);
        }
    }
}
