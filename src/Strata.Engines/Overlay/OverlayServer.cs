using System.Globalization;
using System.Runtime.InteropServices;
using Strata.Containers.Mounts;
using Strata.Fuse;
using Strata.Linux;
using Strata.Union;

namespace Strata.Engines.Overlay;

/// <summary>The process that serves a mount of folders, from its start until the mount is gone.</summary>
internal static class OverlayServer
{
    private static readonly PosixSignal[] Ending = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP];

    /// <summary>Mounts and serves.</summary>
    /// <exception cref="EngineException">A folder or the mount cannot be had.</exception>
    public static void Serve(OverlayRequest request)
    {
        StandardStreams.Occupy();

        // As many folders as the union keeps open, and the files of all its users. EPERM: then there are fewer.
        _ = Sys.RaiseOpenFileLimit();
        OverlayLog log = new();
        using PrivateClones clones = new();
        using UnionTree tree = OverlayFolders.Open(request, clones);
        using UnionFileSystem files = new(tree, request.View with { Ownership = request.Ownership });
        OverlayMount mount = OverlayMount.Make(request);
        SessionOptions options = new()
        {
            AllowIdMap = true,
            PosixAcl = request.Acls && request.View is { Xattrs: true, Acls: true },
            Readers = request.OneThread ? 1 : new SessionOptions().Readers,
            Trace = request.Debug ? Trace : null,
        };
        using FuseSession session = new(mount.Device, files, options, log);
        PosixSignalRegistration[] signals = Array.ConvertAll(Ending, signal => PosixSignalRegistration.Create(signal, context =>
        {
            // The mount must not outlive its server: every access to it would say "Transport endpoint is not connected".
            context.Cancel = true;
            mount.TakeAway();
        }));
        if (!request.Foreground && !request.Debug)
        {
            ReadySignal.Send(default);
        }

        session.Run().OrThrow("serve the mount");
        Array.ForEach(signals, static signal => signal.Dispose());
    }

    private static void Trace(FuseOpcode opcode, NodeId node, Caller caller, Errno error) => OverlayProgram.Tell(string.Create(
        CultureInfo.InvariantCulture, $"{opcode} of node {node.Value} by process {caller.Pid}, {Id(caller.Uid)}:{Id(caller.Gid)}: {error}"));

    private static string Id(uint id) => id == uint.MaxValue ? "-" : id.ToString(CultureInfo.InvariantCulture);
}
