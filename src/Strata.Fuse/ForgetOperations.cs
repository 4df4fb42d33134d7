using Strata.Linux;

namespace Strata.Fuse;

/// <summary>The kernel drops inodes, one or many at once.</summary>
internal static class ForgetOperations
{
    public static Errno Forget(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryRead(out FuseForgetIn arguments))
        {
            return Errno.EINVAL;
        }

        Forget(files, request.Node, arguments.Nlookup);
        return Errno.Ok;
    }

    public static Errno BatchForget(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryRead(out FuseBatchForgetIn arguments))
        {
            return Errno.EINVAL;
        }

        for (uint i = 0; i < arguments.Count; i++)
        {
            if (!request.Arguments.TryRead(out FuseForgetOne one))
            {
                return Errno.EINVAL;
            }

            Forget(files, new NodeId(one.Nodeid), one.Nlookup);
        }

        return Errno.Ok;
    }

    private static void Forget(IFileSystem files, NodeId node, ulong count)
    {
        if (node != NodeId.Root)
        {
            files.Forget(node, count);
        }
    }
}
