using System.Buffers.Binary;
using Strata.Fuse;
using Strata.Linux;
using Strata.Union;

namespace Strata.Containers.Mounts;

/// <summary>
/// Who owns the files of a mount, where that is not who owns them on the disk: what stat(2) and ACLs show, and what creating,
/// chown(2) and setting an ACL store. The union knows nothing of it: ids are changed on their way to and from the kernel.
/// </summary>
/// <param name="Users">The map of user ids.</param>
/// <param name="Groups">The map of group ids.</param>
/// <param name="EveryUser">The owner that every file shows, whoever owns it on the disk; null for the mapped one.</param>
/// <param name="EveryGroup">The same for the group.</param>
public sealed record Ownership(IdMap Users, IdMap Groups, uint? EveryUser, uint? EveryGroup)
{
    // linux/posix_acl_xattr.h: u32 version, then entries of u16 tag, u16 permissions, u32 id.
    private const int AclHeaderSize = 4;
    private const int AclEntrySize = 8;
    private const ushort AclUser = 0x02;
    private const ushort AclGroup = 0x08;

    /// <summary>As on the disk.</summary>
    public static Ownership OfDisk { get; } = new(IdMap.Identity, IdMap.Identity, null, null);

    /// <summary>Whether ids are shown as they are on the disk.</summary>
    public bool IsOfDisk => Users.IsIdentity && Groups.IsIdentity && !IsSquashed;

    /// <summary>Whether files show one owner whatever they have: then it does not matter if the disk takes no other.</summary>
    public bool IsSquashed => EveryUser is not null || EveryGroup is not null;

    /// <summary>Makes attributes from the disk those that are shown.</summary>
    public void Show(ref FileStat stat)
    {
        stat.Uid = EveryUser ?? Users.Show(stat.Uid);
        stat.Gid = EveryGroup ?? Groups.Show(stat.Gid);
    }

    /// <summary>
    /// Who owns on the disk what a caller creates. One without a counterpart, such as an engine outside of the container's
    /// ids, creates all the same, and owns as nobody.
    /// </summary>
    public Creator CreatorOf(in Caller caller, uint umask) => new(
        Users.TryStore(caller.Uid, out uint uid) ? uid : Users.Overflow,
        Groups.TryStore(caller.Gid, out uint gid) ? gid : Groups.Overflow,
        umask);

    /// <summary>The change of chown(2) as it goes to the disk. EOVERFLOW, as for the kernel's idmapped mounts: no counterpart.</summary>
    public Errno Store(ref NodeChange change)
    {
        if (change.Uid is { } shownUser)
        {
            if (!Users.TryStore(shownUser, out uint uid))
            {
                return Errno.EOVERFLOW;
            }

            change = change with { Uid = uid };
        }

        if (change.Gid is { } shownGroup)
        {
            if (!Groups.TryStore(shownGroup, out uint gid))
            {
                return Errno.EOVERFLOW;
            }

            change = change with { Gid = gid };
        }

        return Errno.Ok;
    }

    /// <summary>Changes the ids in a POSIX ACL, the value of a <c>system.posix_acl_</c> xattr, from the disk's to those shown.</summary>
    public void ShowAcl(Span<byte> acl)
    {
        for (int at = AclHeaderSize; at + AclEntrySize <= acl.Length; at += AclEntrySize)
        {
            Span<byte> id = acl.Slice(at + 4, sizeof(uint));
            uint onDisk = BinaryPrimitives.ReadUInt32LittleEndian(id);
            switch (BinaryPrimitives.ReadUInt16LittleEndian(acl[at..]))
            {
                case AclUser:
                    BinaryPrimitives.WriteUInt32LittleEndian(id, Users.Show(onDisk));
                    break;
                case AclGroup:
                    BinaryPrimitives.WriteUInt32LittleEndian(id, Groups.Show(onDisk));
                    break;
            }
        }
    }

    /// <summary>The way back, in place. EINVAL, as the kernel has it: the ACL names somebody who has no counterpart.</summary>
    public Errno StoreAcl(Span<byte> acl)
    {
        for (int at = AclHeaderSize; at + AclEntrySize <= acl.Length; at += AclEntrySize)
        {
            ushort tag = BinaryPrimitives.ReadUInt16LittleEndian(acl[at..]);
            Span<byte> id = acl.Slice(at + 4, sizeof(uint));
            IdMap? map = tag == AclUser ? Users : tag == AclGroup ? Groups : null;
            if (map is null)
            {
                continue;
            }

            if (!map.TryStore(BinaryPrimitives.ReadUInt32LittleEndian(id), out uint onDisk))
            {
                return Errno.EINVAL;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(id, onDisk);
        }

        return Errno.Ok;
    }
}
