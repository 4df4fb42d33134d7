using System.Text;
using Strata.Containers;
using Strata.Containers.Mounts;
using Strata.Linux;

namespace Strata.Engines.Overlay;

/// <summary>
/// <c>strata-overlay</c>: takes fuse-overlayfs's place as the <c>mount_program</c> of Podman and Buildah and for mount(8).
/// <para>
/// This is the serving process: it reads the command line, opens the folders, mounts, serves, and ends with its mount. The
/// one that the engine started waits for its <see cref="ReadySignal"/>, and ends with exit code 0 then; with <c>-f</c> it
/// is never given.
/// </para>
/// </summary>
public static class OverlayProgram
{
    /// <summary>The name by which the binary is started.</summary>
    public const string Name = "strata-overlay";

    /// <summary>fuse-overlayfs's exit code for all that goes wrong.</summary>
    private const int Failed = 1;

    /// <summary>Runs.</summary>
    /// <param name="commandLine">The command line, the program's name first.</param>
    public static int Run(byte[][] commandLine)
    {
        byte[][] args = commandLine[1..];
        if (OverlayHelp.TextFor(args) is { } text)
        {
            return Sys.WriteAll(FileFd.FromNumber(1), Encoding.UTF8.GetBytes(text)) == Errno.Ok ? 0 : Failed;
        }

        try
        {
            OverlayRequest request = OverlayArguments.Parse(args, isRoot: Sys.EffectiveUserId == 0);
            request.Warnings.ForEach(Tell);
            OverlayServer.Serve(request);
            return 0;
        }
        catch (Exception e) when (e is EngineException or ContainerException or LinuxException)
        {
            Tell(e.Message);
            return Failed;
        }
    }

    /// <summary>Writes a line to standard error, in one piece.</summary>
    internal static void Tell(string message) => _ = Sys.WriteAll(FileFd.FromNumber(2), Encoding.UTF8.GetBytes($"{Name}: {message}\n"));
}
