using Strata.Fuse;
using Strata.Linux;

namespace Strata.Engines.Overlay;

/// <summary>Tells what should not happen on standard error, where somebody reads it.</summary>
internal sealed class OverlayLog : IFuseLog
{
    /// <inheritdoc/>
    public void HandlerFailed(FuseOpcode opcode, NodeId node, Exception exception) =>
        OverlayProgram.Tell($"{opcode} of node {node.Value} failed: {exception}");

    /// <inheritdoc/>
    public void ReplyRefused(FuseOpcode opcode, NodeId node, Errno error) =>
        OverlayProgram.Tell($"the kernel refused the reply to {opcode} of node {node.Value}: {error.Message()}");
}
