using System.Buffers.Binary;
using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// What a file system does with a directory's default ACL when a file is created in it, for a file that is created
/// elsewhere and renamed there: acl(5), "Object creation and default ACLs".
/// </summary>
internal static class InheritedAcl
{
    // linux/posix_acl_xattr.h: u32 version, then entries of u16 tag, u16 permissions, u32 id.
    private const int HeaderSize = 4;
    private const int EntrySize = 8;
    private const ushort UserOwner = 0x01;
    private const ushort GroupOwner = 0x04;
    private const ushort Mask = 0x10;
    private const ushort Others = 0x20;

    /// <summary>Gives the new file its access ACL, masked by the mode it was created with, and a directory its default ACL.</summary>
    internal static Errno Apply(FileFd staging, ReadOnlySpan<byte> name, ReadOnlySpan<byte> defaultAcl, uint mode, bool isDirectory)
    {
        byte[] access = defaultAcl.ToArray();
        MaskBy(access, mode);
        Errno error = Sys.LSetXattr(staging, name, PosixAcl.Access, access);
        return error == Errno.Ok && isDirectory ? Sys.LSetXattr(staging, name, PosixAcl.Default, defaultAcl) : error;
    }

    /// <summary>Takes from owner, mask (or group) and others what <paramref name="mode"/> does not have.</summary>
    internal static void MaskBy(Span<byte> acl, uint mode)
    {
        bool hasMask = false;
        for (int at = HeaderSize; at + EntrySize <= acl.Length; at += EntrySize)
        {
            hasMask |= BinaryPrimitives.ReadUInt16LittleEndian(acl[at..]) == Mask;
        }

        for (int at = HeaderSize; at + EntrySize <= acl.Length; at += EntrySize)
        {
            int shift = BinaryPrimitives.ReadUInt16LittleEndian(acl[at..]) switch
            {
                UserOwner => 6,
                GroupOwner when !hasMask => 3,
                Mask => 3,
                Others => 0,
                _ => -1,
            };
            if (shift >= 0)
            {
                Span<byte> permissions = acl[(at + 2)..];
                ushort kept = (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(permissions) & (mode >> shift) & 7);
                BinaryPrimitives.WriteUInt16LittleEndian(permissions, kept);
            }
        }
    }
}
