using System.Text;
using Strata.Linux;

namespace Strata.Conformance;

internal sealed partial class Scene
{
    public Errno SetXattr(string path, string name, string value, int flags = 0) => SetXattr(path, name, Bytes(value), flags);

    public Errno SetXattr(string path, string name, byte[] value, int flags = 0) =>
        Say(Sys.LSetXattr(Root, Bytes(path), Bytes(name), value, flags), $"setxattr {path} {name} {Show(value)} {flags}");

    public Errno RemoveXattr(string path, string name) => Say(Sys.LRemoveXattr(Root, Bytes(path), Bytes(name)), $"removexattr {path} {name}");

    public void GetXattr(string path, string name, int room = 65536)
    {
        byte[] value = new byte[room];
        Errno error = Sys.LGetXattr(Root, Bytes(path), Bytes(name), value, out int length);
        string shown = error != Errno.Ok ? error.ToString() : room == 0 ? $"{length} bytes" : Show(value.AsSpan(0, length));
        Say($"getxattr {path} {name}{(room == 65536 ? "" : $" into {room}")}: {shown}");
    }

    public void ListXattrs(string path, int room = 65536)
    {
        byte[] names = new byte[room];
        Errno error = Sys.LListXattr(Root, Bytes(path), names, out int length);
        string shown = error != Errno.Ok ? error.ToString()
            : room == 0 ? $"{length} bytes"
            : string.Join(' ', Encoding.UTF8.GetString(names, 0, length).Split('\0', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Say($"listxattr {path}{(room == 65536 ? "" : $" into {room}")}: {shown}");
    }

    /// <summary>The xattrs of something with their values, sorted, without writing them down.</summary>
    internal static List<string> Xattrs(FileFd root, byte[] path)
    {
        List<string> all = [];
        byte[] names = new byte[65536];
        byte[] value = new byte[65536];
        if (Sys.LListXattr(root, path, names, out int length) == Errno.Ok)
        {
            foreach (string name in Encoding.UTF8.GetString(names, 0, length).Split('\0', StringSplitOptions.RemoveEmptyEntries))
            {
                Errno error = Sys.LGetXattr(root, path, Bytes(name), value, out int size);
                all.Add($"{name}={(error == Errno.Ok ? Show(value.AsSpan(0, size)) : error.ToString())}");
            }
        }

        all.Sort(StringComparer.Ordinal);
        return all;
    }
}
