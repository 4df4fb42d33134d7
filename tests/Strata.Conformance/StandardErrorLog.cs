using Strata.Fuse;
using Strata.Linux;

namespace Strata.Conformance;

/// <summary>Says on standard error what should not happen; whoever started the server makes it a failure.</summary>
internal sealed class StandardErrorLog : IFuseLog
{
    public void HandlerFailed(FuseOpcode opcode, NodeId node, Exception exception) => Console.Error.WriteLine($"{opcode} of node {node.Value}: {exception}");

    public void ReplyRefused(FuseOpcode opcode, NodeId node, Errno error) => Console.Error.WriteLine($"{opcode} of node {node.Value}: reply refused, {error}");
}
