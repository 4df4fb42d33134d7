using System.Globalization;
using Strata.Linux;

namespace Strata.Conformance;

/// <summary>Plays steps in a directory of a mount and says what each answered.</summary>
/// <param name="root">The directory.</param>
/// <param name="metacopy">Whether contents may come into the upper after their files.</param>
internal sealed class Player(FileFd root, bool metacopy) : IDisposable
{
    private static readonly OpenFlags[] Accesses =
        [OpenFlags.ReadOnly, OpenFlags.ReadWrite, OpenFlags.WriteOnly | OpenFlags.Append, OpenFlags.ReadWrite | OpenFlags.Create, OpenFlags.Directory,
        OpenFlags.ReadWrite | OpenFlags.Truncate, OpenFlags.Path, OpenFlags.TemporaryFile | OpenFlags.ReadWrite];

    private static readonly uint[] Modes = [0b110_100_100, 0b111_101_101, 0b110_000_000, 0b100_100_100, 0b111_111_111, 0b010_111_101_101, 0b001_111_111_111, 0];

    private static readonly string[] XattrNames = ["user.x", "trusted.y", "user.z", "security.w"];

    private readonly FileFd[] handles = new FileFd[3];
    private readonly string?[] contents = new string?[3];
    private readonly string?[] stats = new string?[3];

    /// <summary>
    /// What the last step would have answered of a file that was opened read-only, had nothing changed it since; null for
    /// other steps. A reader by passthrough may still see this (docs/conformance.md).
    /// </summary>
    public string? Former { get; private set; }

    /// <summary>What the step answered: an errno, and what was read where something was.</summary>
    public string Play(Op op)
    {
        byte[] a = PathText.Bytes(op.A);
        byte[] b = PathText.Bytes(op.B);
        byte[] text = PathText.Bytes(string.Create(CultureInfo.InvariantCulture, $"<{op.N}>"));
        ref FileFd handle = ref handles[op.N % handles.Length];
        int slot = op.N % handles.Length;
        int n = op.N / handles.Length;
        Former = op.Kind switch
        {
            OpKind.ReadHandle => contents[slot],
            OpKind.StatHandle => stats[slot],
            _ => null,
        };
        return op.Kind switch
        {
            OpKind.Create => Written(a, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, text, 0, Modes[op.N % Modes.Length]),
            OpKind.Write => Written(a, OpenFlags.WriteOnly, text, op.N),
            OpKind.Append => Written(a, OpenFlags.WriteOnly | OpenFlags.Append, text, 0),
            OpKind.Truncate => Sys.TruncateAt(root, a, op.N / 4).ToString(),
            OpKind.Mkdir => Sys.MkdirAt(root, a, Modes[op.N % Modes.Length]).ToString(),
            OpKind.Rmdir => Sys.RmdirAt(root, a).ToString(),
            OpKind.Unlink => Sys.UnlinkAt(root, a).ToString(),
            OpKind.Rename => Renamed(op, a, b),
            OpKind.Link => Sys.LinkAt(root, a, root, b).ToString(),
            OpKind.Symlink => Sys.SymlinkAt(b, root, a).ToString(),
            OpKind.Mknod => Sys.MknodAt(root, a, (op.N % 2 == 0 ? FileMode.Fifo : FileMode.CharDevice) | 0b110_100_000, op.N % 2 == 0 ? default : new DeviceNumber(1, 3)).ToString(),
            OpKind.Chmod => Sys.ChmodAt(root, a, Modes[op.N % Modes.Length]).ToString(),
            OpKind.Chown => Sys.FChownAt(root, a, (uint)op.N, (uint)op.N / 2).ToString(),
            OpKind.Utimens => Sys.UtimensAt(root, a, new Timestamp(op.N, 1), new Timestamp(1_000_000 + op.N, 2)).ToString(),
            OpKind.SetXattr => Sys.LSetXattr(root, a, PathText.Bytes(XattrNames[op.N % XattrNames.Length]), text, op.N / 4 % 3).ToString(),
            OpKind.RemoveXattr => Sys.LRemoveXattr(root, a, PathText.Bytes(XattrNames[op.N % XattrNames.Length])).ToString(),
            OpKind.Open => Kept(slot, a, Accesses[n % Accesses.Length]),
            OpKind.WriteHandle => handle.IsOpen ? Sys.PWriteAll(handle, text, n).ToString() : "-",
            OpKind.ReadHandle => handle.IsOpen ? Scene.ShowAll(handle, out _) : "-",
            OpKind.TruncateHandle => handle.IsOpen ? Sys.FTruncate(handle, n).ToString() : "-",
            OpKind.StatHandle => handle.IsOpen ? StatShown(handle, default) : "-",
            OpKind.CloseHandle => Closed(ref handle),
            OpKind.List => Opened(a, OpenFlags.Directory, folder => string.Join(' ', Scene.Names(folder))),
            OpKind.Stat => StatShown(root, a),
            OpKind.Read => Opened(a, OpenFlags.NonBlocking, file => Scene.ShowAll(file, out _)),
            _ => throw new InvalidOperationException(op.ToString()),
        };
    }

    public void Dispose()
    {
        foreach (FileFd handle in handles)
        {
            handle.Dispose();
        }
    }

    private static string StatShown(FileFd directory, byte[]? path)
    {
        Errno error = Sys.StatAt(directory, path, out FileStat stat);

        // How many links a directory has depends on the layers it is merged from; the behaviours look at that.
        stat.Links = stat.IsDirectory ? 0 : stat.Links;
        return error == Errno.Ok ? Scene.Show(stat) : error.ToString();
    }

    private string Renamed(Op op, byte[] a, byte[] b)
    {
        RenameFlags flags = (op.N % 8) switch { 6 => RenameFlags.NoReplace, 7 => RenameFlags.Exchange, _ => RenameFlags.None };
        Errno error = Sys.RenameAt(root, a, root, b, flags);
        if (error == Errno.ENOTEMPTY)
        {
            // Overlayfs copies both up before it finds the target full, ours leaves no trace of a rename that failed
            // (docs/conformance.md): with times set, both have them in the upper.
            foreach (string path in (string[])[op.A, op.B])
            {
                int slash = path.LastIndexOf('/');
                _ = Sys.UtimensAt(root, PathText.Bytes(path), new Timestamp(9, 9), new Timestamp(9, 9));
                _ = Sys.UtimensAt(root, PathText.Bytes(slash < 0 ? "." : path[..slash]), new Timestamp(9, 9), new Timestamp(9, 9));
            }
        }

        return error.ToString();
    }

    private static string Closed(ref FileFd handle)
    {
        handle.Dispose();
        handle = default;
        return "closed";
    }

    private string Kept(int slot, byte[] path, OpenFlags flags)
    {
        handles[slot].Dispose();
        Errno error = Sys.OpenAt(root, path, flags | OpenFlags.NonBlocking, out handles[slot], 0b110_000_000);
        if (metacopy && error == Errno.Ok && (flags & OpenFlags.AccessMask) != OpenFlags.ReadOnly)
        {
            // With overlayfs the content that follows gives the file a new time, with ours it does not (docs/conformance.md).
            _ = Sys.UtimensAt(handles[slot], default, new Timestamp(9, 9), new Timestamp(9, 9));
        }

        bool reads = error == Errno.Ok && flags == OpenFlags.ReadOnly;
        contents[slot] = reads ? Scene.ShowAll(handles[slot], out _) : null;
        stats[slot] = reads ? StatShown(handles[slot], default) : null;
        return error.ToString();
    }

    private string Opened(byte[] path, OpenFlags flags, Func<FileFd, string> use)
    {
        Errno error = Sys.OpenAt(root, path, flags, out FileFd file);
        using FileFd owned = file;
        return error == Errno.Ok ? use(file) : error.ToString();
    }

    private string Written(byte[] path, OpenFlags flags, byte[] text, long offset, uint mode = 0)
    {
        Errno error = Sys.OpenAt(root, path, flags | OpenFlags.NonBlocking, out FileFd file, mode);
        using FileFd owned = file;
        return error == Errno.Ok ? $"open, {Sys.PWriteAll(file, text, offset)}" : error.ToString();
    }
}
