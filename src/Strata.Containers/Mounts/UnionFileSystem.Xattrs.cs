using Strata.Fuse;
using Strata.Linux;
using Strata.Union;

namespace Strata.Containers.Mounts;

/// <summary>Extended attributes.</summary>
public sealed partial class UnionFileSystem
{
    private bool HasXattrs => view.Xattrs && tree.HasXattrs;

    /// <inheritdoc/>
    public Errno GetXattr(NodeId node, ReadOnlySpan<byte> name, Span<byte> value, out int length)
    {
        length = 0;

        // The kernel never asks again, where it would ask twice for each name of an "ls -l".
        if (!HasXattrs)
        {
            return Errno.ENOSYS;
        }

        if (IsRefusedAcl(name))
        {
            return Errno.EOPNOTSUPP;
        }

        Errno error = tree.GetXattr(Of(node), name, value, out length);
        if (error == Errno.Ok && !value.IsEmpty && IsMappedAcl(name))
        {
            view.Ownership.ShowAcl(value[..length]);
        }

        return error;
    }

    /// <inheritdoc/>
    public Errno ListXattr(in Caller caller, NodeId node, Span<byte> names, out int length)
    {
        length = 0;
        if (!HasXattrs)
        {
            return Errno.ENOSYS;
        }

        // xattr(7): trusted names exist for CAP_SYS_ADMIN only, which is asked about where there are such names.
        Errno error = tree.ListXattrs(Of(node), showTrusted: false, names, out length, out bool hidden);
        return hidden && CallerCapabilities.Has(caller, CallerCapabilities.SysAdmin)
            ? tree.ListXattrs(Of(node), showTrusted: true, names, out length, out _)
            : error;
    }

    /// <inheritdoc/>
    public Errno SetXattr(in Caller caller, NodeId node, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int flags, bool killSetGid)
    {
        if (!view.Xattrs)
        {
            return Errno.ENOSYS;
        }

        Errno error = IsRefusedAcl(name) ? Errno.EOPNOTSUPP : Errno.Ok;
        if (error == Errno.Ok && IsMappedAcl(name))
        {
            byte[] acl = value.ToArray();
            error = view.Ownership.StoreAcl(acl);
            value = acl;
        }

        if (error == Errno.Ok)
        {
            Changes changes = NewChanges(caller);
            error = tree.SetXattr(Of(node), name, value, flags, killSetGid, changes);
            Tell(changes);
        }

        return error;
    }

    /// <inheritdoc/>
    public Errno RemoveXattr(NodeId node, ReadOnlySpan<byte> name)
    {
        if (!view.Xattrs)
        {
            return Errno.ENOSYS;
        }

        Changes changes = NewChanges();
        Errno error = tree.RemoveXattr(Of(node), name, changes);
        Tell(changes);
        return error;
    }

    private bool IsMappedAcl(ReadOnlySpan<byte> name) => !view.Ownership.IsOfDisk && IsAcl(name);

    private bool IsRefusedAcl(ReadOnlySpan<byte> name) => !view.Acls && IsAcl(name);

    private static bool IsAcl(ReadOnlySpan<byte> name) => name.StartsWith("system.posix_acl_"u8);
}
