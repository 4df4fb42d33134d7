using Strata.Linux;

namespace Strata.Fuse;

/// <summary>Where a session reports what should not happen. Called from its threads.</summary>
public interface IFuseLog
{
    /// <summary>A method of the file system threw; the application sees EIO.</summary>
    void HandlerFailed(FuseOpcode opcode, NodeId node, Exception exception);

    /// <summary>The kernel did not take a reply; EINVAL is a bug in the session or an impossible answer of the file system.</summary>
    void ReplyRefused(FuseOpcode opcode, NodeId node, Errno error);
}
