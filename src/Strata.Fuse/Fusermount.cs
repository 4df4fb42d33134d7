using System.Globalization;
using System.Text;
using Strata.Linux;

namespace Strata.Fuse;

/// <summary>
/// Mounts for a user who is not root, by the set-user-id program fusermount3(1): it opens the device, mounts, and sends the
/// descriptor over a socket whose number stands in _FUSE_COMMFD. What it has against it, it says on standard error itself.
/// </summary>
public static class Fusermount
{
    /// <summary>The program's name.</summary>
    public const string Name = "fusermount3";

    private const int Executable = 1; // X_OK

    private static readonly byte[] Program = PathText.Bytes(Name);

    private static readonly (MountFlags Flag, string Set)[] FlagNames =
    [
        (MountFlags.ReadOnly, "ro"), (MountFlags.NoSetUid, "nosuid"), (MountFlags.NoDevices, "nodev"), (MountFlags.NoExecute, "noexec"),
        (MountFlags.Synchronous, "sync"), (MountFlags.SynchronousDirectories, "dirsync"), (MountFlags.NoAccessTime, "noatime"),
    ];

    /// <summary>Whether the program is there.</summary>
    public static bool IsInstalled => Array.Exists(SearchPath.PlacesOf(Program), static program => Sys.AccessAt(FileFd.WorkingDirectory, program, Executable) == Errno.Ok);

    /// <summary>
    /// Mounts on <paramref name="target"/>, like <see cref="FuseMount.Open"/>. The owner of the mount is the caller, whatever
    /// the options say.
    /// </summary>
    /// <returns>ENOENT: the program is not installed. ENODATA: it refused.</returns>
    public static Errno Open(ReadOnlySpan<byte> target, FuseMountOptions options, out FileFd device)
    {
        device = default;
        Errno error = Sys.SocketPair(out FileFd own, out FileFd theirs);
        if (error != Errno.Ok)
        {
            return error;
        }

        using (own)
        {
            int pid;
            using (theirs)
            {
                string variable = string.Create(CultureInfo.InvariantCulture, $"_FUSE_COMMFD={theirs.Number}");
                error = Start(["-o"u8.ToArray(), Encoding.UTF8.GetBytes(OptionsText(options)), "--"u8.ToArray(), target.ToArray()], variable, theirs, out pid);
            }

            if (error != Errno.Ok)
            {
                return error;
            }

            error = Sys.ReceiveFd(own, out device);
            _ = Sys.WaitPid(pid, block: true, out _, out _);
            return error;
        }
    }

    /// <summary>Takes a mount of the caller away. EBUSY: it is in use, or is none of the caller's.</summary>
    /// <param name="target">Where it is mounted.</param>
    /// <param name="detach">As of <see cref="FuseMount.Close"/>.</param>
    public static Errno Close(ReadOnlySpan<byte> target, bool detach)
    {
        byte[][] args = ["-u"u8.ToArray(), "-q"u8.ToArray(), .. detach ? ["-z"u8.ToArray()] : Array.Empty<byte[]>(), "--"u8.ToArray(), target.ToArray()];
        Errno error = Start(args, null, default, out int pid);
        if (error != Errno.Ok)
        {
            return error;
        }

        error = Sys.WaitPid(pid, block: true, out _, out int status);
        return error != Errno.Ok ? error : status == 0 ? Errno.Ok : Errno.EBUSY;
    }

    internal static string OptionsText(FuseMountOptions options)
    {
        List<string> words = [(options.Flags & MountFlags.ReadOnly) == 0 ? "rw" : "ro"];
        words.AddRange(FlagNames.Where(row => row.Flag != MountFlags.ReadOnly && (options.Flags & row.Flag) != 0).Select(static row => row.Set));
        words.AddRange((options.Flags & MountFlags.NoSetUid) == 0 ? ["suid"] : []);
        words.AddRange((options.Flags & MountFlags.NoDevices) == 0 ? ["dev"] : []);
        words.AddRange(options.DefaultPermissions ? ["default_permissions"] : []);
        words.AddRange(options.AllowOther ? ["allow_other"] : []);
        words.AddRange(options.MaxRead == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"max_read={options.MaxRead}")]);
        words.AddRange(options.Contexts);
        words.Add("fsname=" + Escape(options.Source));
        words.Add("subtype=" + Escape(options.Subtype));
        return string.Join(',', words);
    }

    // fusermount3 reads its options as libfuse does: a backslash protects a comma and itself.
    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal);

    private static Errno Start(byte[][] args, string? variable, FileFd inherited, out int pid) => Sys.SpawnOnPath(
        new SpawnRequest
        {
            Program = Program,
            Args = [Program, .. args],
            Variables = variable is null ? [] : SpawnRequest.Words(variable),
            Inherited = inherited.IsOpen ? [inherited] : [],
        },
        out pid);
}
