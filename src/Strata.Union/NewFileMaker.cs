using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>Creates files with the owner, group, permissions and ACLs that the caller's own kernel would give them.</summary>
internal static class NewFileMaker
{
    /// <summary>Makes a file in its place; the file system itself lets it inherit group and ACL.</summary>
    internal static Errno Make(ref NewFile what, FileFd directory, scoped ReadOnlySpan<byte> name, in Creator creator, Inheritance inherits, StatStore store)
    {
        if (store.Kept is not null)
        {
            return MakeKept(ref what, directory, name, directory, creator, inherits, store);
        }

        // With a default ACL the file system ignores the umask: this process has none, so pass the mode as it came.
        uint mode = (inherits & Inheritance.DefaultAcl) != 0 ? what.Mode : Masked(what.Mode, creator.Umask);
        Errno error = MakeBare(ref what, directory, name, mode, store);
        if (error != Errno.Ok)
        {
            return error;
        }

        uint group = (inherits & Inheritance.Group) != 0 ? uint.MaxValue : creator.Gid;
        error = Own(what, directory, name, mode, creator.Uid, group, store);
        if (error != Errno.Ok)
        {
            _ = what.IsDirectory ? Sys.RmdirAt(directory, name) : Sys.UnlinkAt(directory, name);
        }

        return error;
    }

    /// <summary>Makes a file in the work folder that inherits from <paramref name="home"/>, where it will be.</summary>
    internal static Errno MakeStaged(ref NewFile what, FileFd staging, scoped ReadOnlySpan<byte> name, FileFd home, in Creator creator, Inheritance inherits, StatStore store)
    {
        if (store.Kept is not null)
        {
            return MakeKept(ref what, staging, name, home, creator, inherits, store);
        }

        uint mode = Masked(what.Mode, creator.Umask);
        uint group = creator.Gid;
        if ((inherits & Inheritance.Group) != 0)
        {
            Errno stated = Sys.FStat(home, out FileStat stat);
            if (stated != Errno.Ok)
            {
                return stated;
            }

            group = stat.Gid;
            mode |= what.IsDirectory ? FileMode.SetGid : 0;
        }

        byte[]? acl = null;
        if ((inherits & Inheritance.DefaultAcl) != 0 && !what.IsSymlink)
        {
            acl = new byte[4096];
            Errno read = Sys.FGetXattr(home, PosixAcl.Default, acl, out int length);
            acl = read == Errno.Ok ? acl[..length] : null;
            mode = acl is null ? mode : (what.Mode & FileMode.TypeMask) | (mode & FileMode.SetGid) | (what.Mode & FileMode.PermissionMask);
        }

        Errno error = MakeBare(ref what, staging, name, mode, store);
        if (error == Errno.Ok)
        {
            error = Own(what, staging, name, mode, creator.Uid, group, store, alwaysMode: (mode & FileMode.SetGid) != 0);
        }

        if (error == Errno.Ok && acl is not null)
        {
            error = InheritedAcl.Apply(staging, name, acl, mode, what.IsDirectory);
        }

        return error;
    }

    /// <summary>Makes a file whose attributes are kept in an xattr: nothing is inherited by itself.</summary>
    private static Errno MakeKept(ref NewFile what, FileFd directory, scoped ReadOnlySpan<byte> name, FileFd home, in Creator creator, Inheritance inherits, StatStore store)
    {
        FileStat stat = new() { Mode = Masked(what.Mode, creator.Umask), Uid = creator.Uid, Gid = creator.Gid, Rdev = what.Device };
        if ((inherits & Inheritance.Group) != 0)
        {
            Errno stated = store.StatAt(home, default, out FileStat parent);
            if (stated != Errno.Ok)
            {
                return stated;
            }

            stat.Gid = parent.Gid;
            stat.Mode |= what.IsDirectory ? FileMode.SetGid : 0;
        }

        Errno error = MakeBare(ref what, directory, name, stat.Mode, store);
        if (error != Errno.Ok)
        {
            return error;
        }

        error = what.Opened.IsOpen ? store.Own(what.Opened, default, stat) : store.Own(directory, name, stat);
        if (error != Errno.Ok)
        {
            _ = what.IsDirectory ? Sys.RmdirAt(directory, name) : Sys.UnlinkAt(directory, name);
        }

        return error;
    }

    private static uint Masked(uint mode, uint umask) =>
        (mode & FileMode.TypeMask) == FileMode.Symlink ? mode : mode & ~(umask & 0x1FF);

    private static Errno MakeBare(ref NewFile what, FileFd directory, scoped ReadOnlySpan<byte> name, uint mode, StatStore store)
    {
        if (what.OpenFlags is { } flags)
        {
            bool temporary = (flags & OpenFlags.TemporaryFile) == OpenFlags.TemporaryFile;
            flags = temporary ? (flags & ~OpenFlags.AccessMask) | OpenFlags.ReadWrite : flags | OpenFlags.Create | OpenFlags.Exclusive;
            return Sys.OpenAt(directory, name, flags, out what.Opened, store.PermissionsFor(mode));
        }

        return what.Type switch
        {
            FileMode.Directory => Sys.MkdirAt(directory, name, store.PermissionsFor(mode)),
            FileMode.Symlink => Sys.SymlinkAt(what.LinkTarget, directory, name),
            _ => Sys.MknodAt(directory, name, store.NodeFor(mode), what.Device),
        };
    }

    /// <summary>Gives a new file its owner. This process created it as itself, in the kernel's eyes root.</summary>
    private static Errno Own(in NewFile what, FileFd directory, ReadOnlySpan<byte> name, uint mode, uint uid, uint gid, StatStore store, bool alwaysMode = false)
    {
        Errno error = Errno.Ok;
        bool changesOwner = uid != 0 || gid is not (0 or uint.MaxValue);
        if (changesOwner)
        {
            error = what.Opened.IsOpen ? store.ChownNew(what.Opened, default, uid, gid) : store.ChownNew(directory, name, uid, gid);
        }

        // chown clears the set-id bits, and mkdir takes only the lower nine and the sticky bit.
        const uint SetIds = FileMode.SetUid | FileMode.SetGid;
        if (error == Errno.Ok && !what.IsSymlink && (alwaysMode || ((mode & SetIds) != 0 && (changesOwner || what.IsDirectory))))
        {
            error = what.Opened.IsOpen
                ? Sys.FChmod(what.Opened, mode & FileMode.PermissionMask)
                : Sys.ChmodAt(directory, name, mode & FileMode.PermissionMask);
        }

        return error;
    }
}
