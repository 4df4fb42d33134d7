using System.Collections.Concurrent;
using Strata.Linux;

namespace Strata.Fuse.Tests;

/// <summary>Keeps what a session reports.</summary>
internal sealed class RecordingLog : IFuseLog
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public void HandlerFailed(FuseOpcode opcode, NodeId node, Exception exception) => Lines.Enqueue($"{opcode} of {node.Value}: {exception.Message}");

    public void ReplyRefused(FuseOpcode opcode, NodeId node, Errno error) => Lines.Enqueue($"{opcode} of {node.Value}: {error}");
}
