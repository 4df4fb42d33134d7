using Strata.Linux;

namespace Strata.Conformance;

internal sealed partial class Scene
{
    public Errno Mkdir(string path, uint mode = 0b111_101_101) => Say(Sys.MkdirAt(Root, Bytes(path), mode), $"mkdir {path} {Octal(mode)}");

    public Errno Rmdir(string path) => Say(Sys.RmdirAt(Root, Bytes(path)), $"rmdir {path}");

    public Errno Unlink(string path) => Say(Sys.UnlinkAt(Root, Bytes(path)), $"unlink {path}");

    public Errno Rename(string from, string to, RenameFlags flags = RenameFlags.None) =>
        Say(Sys.RenameAt(Root, Bytes(from), Root, Bytes(to), flags), $"rename {from} {to}{(flags == 0 ? "" : $" {flags}")}");

    public Errno Link(string from, string to) => Say(Sys.LinkAt(Root, Bytes(from), Root, Bytes(to)), $"link {from} {to}");

    public Errno LinkOpen(FileFd file, string to) => Say(Sys.LinkOpenFile(file, Root, Bytes(to)), $"link of the open file {to}");

    public Errno Symlink(string target, string path) =>
        Say(Sys.SymlinkAt(Bytes(target), Root, Bytes(path)), $"symlink {Show(Bytes(target))} {path}");

    public Errno Mknod(string path, uint mode, DeviceNumber device = default) =>
        Say(Sys.MknodAt(Root, Bytes(path), mode, device), $"mknod {path} {Octal(mode)} {device.Major}:{device.Minor}");

    public void ReadLink(string path)
    {
        byte[] target = new byte[8192];
        Errno error = Sys.ReadLinkAt(Root, Bytes(path), target, out int length);
        Say($"readlink {path}: {(error == Errno.Ok ? Show(target.AsSpan(0, length)) : error.ToString())}");
    }

    /// <summary>The names of a directory with their types, sorted.</summary>
    public void List(string path)
    {
        Errno error = Sys.OpenAt(Root, Bytes(path), OpenFlags.Directory, out FileFd folder);
        Say($"list {path}: {(error == Errno.Ok ? string.Join(' ', Names(folder)) : error.ToString())}");
        folder.Dispose();
    }

    /// <summary>The same of an open directory, from where it stands.</summary>
    public void List(FileFd folder) => Say($"list: {string.Join(' ', Names(folder))}");

    /// <summary>Names with types, sorted; an entry that comes twice is there twice.</summary>
    internal static List<string> Names(FileFd folder)
    {
        List<string> names = [];
        DirectoryReader reader = new(folder, new byte[8192]);
        Errno error;
        while (reader.Next(out error))
        {
            names.Add($"{PathText.Show(reader.Name)}{Letter((uint)reader.Type << 12)}");
        }

        if (error != Errno.Ok)
        {
            names.Add(error.ToString());
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>One letter for a type of st_mode, as `ls -F` marks it; nothing for a regular file.</summary>
    internal static string Letter(uint mode) => (mode & FileMode.TypeMask) switch
    {
        FileMode.Directory => "/",
        FileMode.Symlink => "@",
        FileMode.Fifo => "|",
        FileMode.Socket => "=",
        FileMode.CharDevice => "%c",
        FileMode.BlockDevice => "%b",
        FileMode.Regular => "",
        _ => "?",
    };
}
