using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>
/// How the upper keeps owners, permissions and types: in its inodes, or in an xattr of each (<see cref="StatOverride"/>), where
/// all inodes are directories, symlinks and regular files that belong to this process.
/// </summary>
/// <param name="kept">The xattr; null for the inodes themselves.</param>
/// <param name="forgives">Whether an owner that the disk does not take is no error: nobody is shown it.</param>
internal sealed class StatStore(StatOverride? kept, bool forgives)
{
    /// <summary>Anybody may read what lies below the upper: who may do what is said by the xattrs.</summary>
    private const uint BarePermissions = 0x1ED; // 0755

    private static readonly byte[] Capability = "security.capability"u8.ToArray();

    /// <summary>The xattr, or null.</summary>
    internal StatOverride? Kept => kept;

    /// <summary>The permissions to make an inode with.</summary>
    internal uint PermissionsFor(uint mode) => kept is null ? mode & FileMode.PermissionMask : BarePermissions;

    /// <summary>The type and permissions for mknod(2): devices, fifos and sockets are files where only files can have the xattr.</summary>
    internal uint NodeFor(uint mode) =>
        kept is null ? mode : (kept.MakesFilesOfDevices ? FileMode.Regular : mode & FileMode.TypeMask) | BarePermissions;

    /// <summary>statx(2), as the union shows it.</summary>
    internal Errno StatAt(FileFd directory, ReadOnlySpan<byte> name, out FileStat stat)
    {
        Errno error = Sys.StatAt(directory, name, out stat);
        return error == Errno.Ok && kept is not null ? kept.Apply(directory, name, ref stat) : error;
    }

    /// <summary>d_type of a directory entry: what looks like a file may be a device.</summary>
    internal byte TypeOf(byte type) => kept is not null && type == FileMode.ToDirentType(FileMode.Regular) ? (byte)0 : type;

    /// <summary>Gives a new inode its owner, permissions and type, set-id bits included.</summary>
    internal Errno Own(FileFd directory, ReadOnlySpan<byte> name, in FileStat stat)
    {
        if (kept is not null && IsKept(stat.Mode))
        {
            return kept.Store(directory, name, stat);
        }

        Errno error = ChownNew(directory, name, stat.Uid, stat.Gid);

        // After chown, which clears the set-id bits.
        return error == Errno.Ok && !stat.IsSymlink ? Sys.ChmodAt(directory, name, stat.Mode & FileMode.PermissionMask) : error;
    }

    /// <summary>chown(2) of an inode that keeps its owner itself.</summary>
    internal Errno ChownNew(FileFd directory, ReadOnlySpan<byte> name, uint uid, uint gid)
    {
        Errno error = Sys.FChownAt(directory, name, uid, gid);

        // EINVAL: an id that is not mapped in this user namespace.
        return error is Errno.EPERM or Errno.EINVAL && (forgives || kept is not null) ? Errno.Ok : error;
    }

    /// <summary>chown(2); uint.MaxValue leaves one as it is. Clears the set-id bits and the capability of a file.</summary>
    internal Errno ChownAt(FileFd directory, ReadOnlySpan<byte> name, uint uid, uint gid)
    {
        if (kept is null)
        {
            return ChownNew(directory, name, uid, gid);
        }

        Errno error = StatAt(directory, name, out FileStat stat);
        if (error != Errno.Ok || !IsKept(stat.Mode))
        {
            return error != Errno.Ok ? error : ChownNew(directory, name, uid, gid);
        }

        stat.Uid = uid == uint.MaxValue ? stat.Uid : uid;
        stat.Gid = gid == uint.MaxValue ? stat.Gid : gid;
        stat.Mode &= stat.IsDirectory ? uint.MaxValue : ~SetIdsOf(stat);
        ForgetCapability(directory, name);
        return kept.Store(directory, name, stat);
    }

    /// <summary>chmod(2).</summary>
    internal Errno ChmodAt(FileFd directory, ReadOnlySpan<byte> name, uint mode)
    {
        if (kept is null)
        {
            return Sys.ChmodAt(directory, name, mode & FileMode.PermissionMask);
        }

        Errno error = StatAt(directory, name, out FileStat stat);
        if (error != Errno.Ok || !IsKept(stat.Mode))
        {
            return error != Errno.Ok ? error : Sys.ChmodAt(directory, name, mode & FileMode.PermissionMask);
        }

        stat.Mode = (stat.Mode & FileMode.TypeMask) | (mode & FileMode.PermissionMask);
        return kept.Store(directory, name, stat);
    }

    /// <summary>
    /// What the kernel does to a file written by someone without CAP_FSETID, which this process has: write(2), chmod(2).
    /// </summary>
    internal Errno ClearSetId(FileFd file, out bool cleared)
    {
        Errno error = StatAt(file, default, out FileStat stat);
        uint kill = SetIdsOf(stat);
        cleared = error == Errno.Ok && kill != 0;
        return error != Errno.Ok || kill == 0 ? error
            : kept is null ? Sys.FChmod(file, stat.Mode & FileMode.PermissionMask & ~kill)
            : ChmodAt(file, default, stat.Mode & ~kill);
    }

    /// <summary>
    /// A file is about to be written, which ends its capability, capabilities(7). The file system does that to its own
    /// xattr; for one kept under another name it is done when the file is opened, once instead of with each write.
    /// </summary>
    internal void ForgetCapability(FileFd directory, ReadOnlySpan<byte> name)
    {
        if (kept is { HidesSecurity: true })
        {
            Span<byte> buffer = stackalloc byte[FileName.MaxLength];
            _ = Sys.LRemoveXattr(directory, name, kept.ToDisk(Capability, buffer));
        }
    }

    private static uint SetIdsOf(in FileStat stat)
    {
        const uint GroupExecute = 0x8;
        uint bits = stat.Mode & FileMode.SetUid;

        // Without group execution the bit means mandatory locking and stays.
        return (stat.Mode & GroupExecute) != 0 ? bits | (stat.Mode & FileMode.SetGid) : bits;
    }

    /// <summary>Whether an inode of this type has the xattr. What has none keeps owner and permissions itself, as far as it can.</summary>
    private bool IsKept(uint mode) => (mode & FileMode.TypeMask) switch
    {
        FileMode.Regular or FileMode.Directory => true,
        FileMode.Symlink => false,
        _ => kept!.MakesFilesOfDevices,
    };
}
