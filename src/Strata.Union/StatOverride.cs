using System.Globalization;
using System.Text;
using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>
/// Owner, permissions and type of an inode kept in an xattr instead of the inode, so that someone without privilege, or a
/// file system that knows no owners, can keep them: what containers/storage writes under <c>force_mask</c> and fuse-overlayfs
/// under <c>xattr_permissions</c>. Only directories and regular files have one; what looks like a regular file on the disk
/// may so be a device, a fifo or a socket.
/// </summary>
/// <remarks>
/// The value is <c>UID:GID:MODE:TYPE</c>, the mode in octal; the type is <c>dir</c>, <c>file</c>, <c>pipe</c>, <c>socket</c>,
/// <c>block-MAJOR-MINOR</c> or <c>char-MAJOR-MINOR</c>. Older writers leave the type out, and may have its
/// bits in the mode.
/// </remarks>
public sealed partial class StatOverride
{
    private const int MaxLength = 64;
    private const uint RootPermissions = 0x16D; // 0555

    private StatOverride(ReadOnlySpan<byte> xattr, bool hidesSecurity)
    {
        Xattr = xattr.ToArray();
        HidesSecurity = hidesSecurity;
    }

    /// <summary><c>user.containers.override_stat</c>: of containers/storage, and of fuse-overlayfs with <c>xattr_permissions=2</c>.</summary>
    public static StatOverride Containers { get; } = new("user.containers.override_stat"u8, hidesSecurity: true);

    /// <summary><c>user.fuseoverlayfs.override_stat</c>, what older versions of fuse-overlayfs wrote with <c>xattr_permissions=2</c>.</summary>
    public static StatOverride User { get; } = new("user.fuseoverlayfs.override_stat"u8, hidesSecurity: false);

    /// <summary><c>security.fuseoverlayfs.override_stat</c>, of <c>xattr_permissions=1</c>; needs CAP_SYS_ADMIN.</summary>
    public static StatOverride Privileged { get; } = new("security.fuseoverlayfs.override_stat"u8, hidesSecurity: false);

    internal byte[] Xattr { get; }

    /// <summary>Whether <c>security.</c> xattrs are kept under other names too, since only root may write them.</summary>
    internal bool HidesSecurity { get; }

    /// <summary>Whether an inode that is no file or directory can keep its own: only <c>user.</c> xattrs cannot be had there.</summary>
    internal bool MakesFilesOfDevices => Xattr.AsSpan().StartsWith("user."u8);

    /// <summary>The kind that a folder was written with, which its own root directory shows; null where it has none.</summary>
    public static StatOverride? Of(FileFd folder)
    {
        // Nearly always there are no xattrs at all, which is one call to know.
        if (Sys.FListXattr(folder, default, out int length) != Errno.Ok || length == 0)
        {
            return null;
        }

        return Has(folder, Privileged) ? Privileged : Has(folder, Containers) ? Containers : Has(folder, User) ? User : null;
    }

    /// <summary>
    /// Makes an upper ready to be written with it: its root gets what the topmost of the lowers that has any says of the
    /// root, or 0:0 and 0555, as fuse-overlayfs has it.
    /// </summary>
    /// <param name="upper">The upper folder.</param>
    /// <param name="lowers">The lower folders, the topmost first.</param>
    public Errno Prepare(FileFd upper, IReadOnlyList<FileFd> lowers)
    {
        Errno error = Sys.FGetXattr(upper, Xattr, default, out _);
        if (error != Errno.ENODATA)
        {
            return error;
        }

        FileStat root = new() { Mode = FileMode.Directory | RootPermissions };
        foreach (FileFd lower in lowers)
        {
            FileStat below = root;
            if (Of(lower) is { } kind && kind.Apply(lower, default, ref below) == Errno.Ok)
            {
                root = below;
                break;
            }
        }

        return Store(upper, default, root);
    }

    /// <summary>Makes the attributes on the disk those that the xattr has. EINVAL: its value is none.</summary>
    internal Errno Apply(FileFd directory, ReadOnlySpan<byte> name, ref FileStat stat)
    {
        if (!stat.IsRegular && !stat.IsDirectory)
        {
            return Errno.Ok;
        }

        Span<byte> value = stackalloc byte[MaxLength];
        Errno error = Sys.LGetXattr(directory, name, Xattr, value, out int length);
        return error switch
        {
            Errno.Ok => TryParse(value[..length], ref stat) ? Errno.Ok : Errno.EINVAL,
            Errno.ERANGE => Errno.EINVAL,
            Errno.ENODATA or Errno.EOPNOTSUPP => Errno.Ok,
            _ => error,
        };
    }

    /// <summary>Keeps owner, permissions, type and device number of <paramref name="stat"/> in the xattr.</summary>
    internal Errno Store(FileFd directory, ReadOnlySpan<byte> name, in FileStat stat) =>
        Sys.LSetXattr(directory, name, Xattr, Encoding.ASCII.GetBytes(Format(stat)));

    /// <summary>The value for these attributes.</summary>
    internal static string Format(in FileStat stat)
    {
        string type = (stat.Mode & FileMode.TypeMask) switch
        {
            FileMode.Directory => "dir",
            FileMode.Fifo => "pipe",
            FileMode.Socket => "socket",
            FileMode.BlockDevice => $"block-{stat.Rdev.Major}-{stat.Rdev.Minor}",
            FileMode.CharDevice => $"char-{stat.Rdev.Major}-{stat.Rdev.Minor}",
            _ => "file",
        };
        return $"{stat.Uid}:{stat.Gid}:{Convert.ToString(stat.Mode & FileMode.PermissionMask, 8).PadLeft(4, '0')}:{type}";
    }

    /// <summary>Takes the attributes from a value; false, and nothing is changed, where it is none.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> value, ref FileStat stat)
    {
        string[] parts = Encoding.Latin1.GetString(value).Split(':');
        if (parts.Length < 3 || !TryParseId(parts[0], out uint uid) || !TryParseId(parts[1], out uint gid) || !TryParseOctal(parts[2], out uint mode))
        {
            return false;
        }

        uint type = stat.Mode & FileMode.TypeMask;
        DeviceNumber device = stat.Rdev;
        if (parts.Length > 3 && !TryParseType(parts[3], ref type, ref device))
        {
            return false;
        }

        // Not by this way: a whiteout is what it is on the disk.
        bool isWhiteout = type == FileMode.CharDevice && device == default;
        if (isWhiteout || stat.IsDirectory != (type == FileMode.Directory))
        {
            return false;
        }

        stat.Uid = uid;
        stat.Gid = gid;
        stat.Mode = type | (mode & FileMode.PermissionMask);
        stat.Rdev = device;
        return true;
    }

    private static bool Has(FileFd folder, StatOverride kind) => Sys.FGetXattr(folder, kind.Xattr, default, out _) == Errno.Ok;

    private static bool TryParseType(string text, ref uint type, ref DeviceNumber device)
    {
        string[] parts = text.Split('-');
        type = parts[0] switch
        {
            "dir" => FileMode.Directory,
            "file" => FileMode.Regular,
            "pipe" => FileMode.Fifo,
            "socket" => FileMode.Socket,
            "block" => FileMode.BlockDevice,
            "char" => FileMode.CharDevice,
            _ => 0,
        };
        if (type is not (FileMode.BlockDevice or FileMode.CharDevice))
        {
            return type != 0;
        }

        if (parts.Length < 3 || !TryParseId(parts[1], out uint major) || !TryParseId(parts[2], out uint minor))
        {
            return false;
        }

        device = new DeviceNumber(major, minor);
        return true;
    }

    private static bool TryParseId(string text, out uint number) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool TryParseOctal(string text, out uint number)
    {
        const int MaxDigits = 8;
        number = 0;
        foreach (char digit in text)
        {
            if (digit is < '0' or > '7')
            {
                return false;
            }

            number = (number << 3) | (uint)(digit - '0');
        }

        return text.Length is > 0 and <= MaxDigits;
    }
}
