using Strata.Fuse;
using Strata.Linux;
using Strata.Union;

namespace Strata.Containers.Mounts;

/// <summary>Extended attributes.</summary>
public sealed partial class UnionFileSystem
{
    /// <inheritdoc/>
    public Errno GetXattr(NodeId node, ReadOnlySpan<byte> name, Span<byte> value, out int length)
    {
        length = 0;

        // The kernel never asks again, where it would ask twice for each name of an "ls -l".
        return tree.HasXattrs ? tree.GetXattr(Of(node), name, value, out length) : Errno.ENOSYS;
    }

    /// <inheritdoc/>
    public Errno ListXattr(in Caller caller, NodeId node, Span<byte> names, out int length)
    {
        length = 0;

        // xattr(7): trusted names exist for CAP_SYS_ADMIN only, and who has that cannot be seen from here but by uid.
        return tree.HasXattrs ? tree.ListXattrs(Of(node), showTrusted: caller.Uid == 0, names, out length) : Errno.ENOSYS;
    }

    /// <inheritdoc/>
    public Errno SetXattr(in Caller caller, NodeId node, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int flags, bool killSetGid)
    {
        Changes changes = NewChanges();
        Errno error = tree.SetXattr(Of(node), name, value, flags, killSetGid, changes);
        Tell(changes);
        return error;
    }

    /// <inheritdoc/>
    public Errno RemoveXattr(NodeId node, ReadOnlySpan<byte> name)
    {
        Changes changes = NewChanges();
        Errno error = tree.RemoveXattr(Of(node), name, changes);
        Tell(changes);
        return error;
    }
}
