using System.Globalization;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>
/// What a command that leaves a server behind tells the process that was started by its user, and that waits: the command
/// runs in a child forked before the runtime started (Native/leave-server.c of the command line), or that was started for it.
/// </summary>
public static class ReadySignal
{
    /// <summary>The variable that has the number of the pipe.</summary>
    public const string Variable = "STRATA_READY_FD";

    /// <summary>Whether somebody waits.</summary>
    public static bool IsAwaited => Environment.GetEnvironmentVariable(Variable) is not null;

    /// <summary>
    /// Lets the waiting process end with exit code 0, and becomes a server: a session of its own, /dev/null as standard
    /// streams, nothing held by its working directory but <paramref name="home"/>. Where nobody waits, it stays in the
    /// foreground as it is.
    /// </summary>
    /// <param name="home">The working directory from now on; / where it is no descriptor.</param>
    public static void Send(FileFd home)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out int number))
        {
            return;
        }

        FileFd root = default;
        if (!home.IsOpen)
        {
            Sys.OpenAt(FileFd.WorkingDirectory, "/"u8, OpenFlags.Path | OpenFlags.Directory, out root).OrThrow("open /");
        }

        using (root)
        {
            Sys.ChangeDirectory(home.IsOpen ? home : root).OrThrow("chdir");
        }

        Sys.MakeSession().OrThrow("setsid");
        Sys.OpenAt(FileFd.WorkingDirectory, "/dev/null"u8, OpenFlags.ReadWrite, out FileFd nothing).OrThrow("open /dev/null");
        using (nothing)
        {
            for (int stream = 0; stream <= 2; stream++)
            {
                Sys.DuplicateOnto(nothing, stream).OrThrow("dup3");
            }
        }

        // EPIPE: whoever waited is gone; the mount is there all the same.
        using FileFd ready = FileFd.FromNumber(number);
        _ = Sys.WriteAll(ready, [0]);
    }
}
