using Strata.Layers;
using Strata.Linux;

namespace Strata.Conformance;

/// <summary>Writes a described layer as a folder in overlayfs's on-disk format.</summary>
internal static class PlainFolder
{
    public static void Write(LayerTree tree, string folder)
    {
        Directory.CreateDirectory(folder);
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(folder), OpenFlags.Directory, out FileFd root).OrThrow();
        using FileFd owned = root;
        Sys.ChmodAt(root, default, 0b111_101_101).OrThrow();
        foreach (LayerNode node in tree.Nodes)
        {
            Create(root, node);
        }

        // Directories once more and last: creating a child changed their times.
        foreach (LayerNode node in tree.Nodes.Where(n => n.Kind is EntryKind.Directory))
        {
            Sys.UtimensAt(root, PathText.Bytes(node.Path), node.Modified, node.Modified).OrThrow();
        }
    }

    private static void Create(FileFd root, LayerNode node)
    {
        byte[] path = PathText.Bytes(node.Path);
        switch (node.Kind)
        {
            case EntryKind.File:
                Sys.OpenAt(root, path, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, out FileFd file, 0b110_000_000).OrThrow(node.ToString());
                Sys.WriteAll(file, node.Content).OrThrow();
                file.Dispose();
                break;
            case EntryKind.Directory:
                Sys.MkdirAt(root, path, 0b111_000_000).OrThrow(node.ToString());
                break;
            case EntryKind.Symlink:
                Sys.SymlinkAt(PathText.Bytes(node.Target), root, path).OrThrow(node.ToString());
                break;
            case EntryKind.HardLink:
                Sys.LinkAt(root, PathText.Bytes(node.Target), root, path).OrThrow(node.ToString());
                return;
            case EntryKind.Whiteout:
                Sys.MknodAt(root, path, FileMode.CharDevice, default).OrThrow(node.ToString());
                return;
            case EntryKind.Opaque:
                Sys.LSetXattr(root, path, PathText.Bytes(Privilege.MarkPrefix + "opaque"), "y"u8).OrThrow(node.ToString());
                return;
            default:
                Sys.MknodAt(root, path, TypeOf(node.Kind) | 0b110_000_000, node.Device).OrThrow(node.ToString());
                break;
        }

        Sys.FChownAt(root, path, node.Uid, node.Gid).OrThrow();
        if (node.Kind != EntryKind.Symlink)
        {
            Sys.ChmodAt(root, path, node.Permissions).OrThrow();
        }

        foreach ((string name, byte[] value) in node.Xattrs)
        {
            Sys.LSetXattr(root, path, PathText.Bytes(name), value).OrThrow($"{name} of {node}");
        }

        Sys.UtimensAt(root, path, node.Modified, node.Modified).OrThrow();
    }

    private static uint TypeOf(EntryKind kind) => kind switch
    {
        EntryKind.CharDevice => FileMode.CharDevice,
        EntryKind.BlockDevice => FileMode.BlockDevice,
        EntryKind.Fifo => FileMode.Fifo,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
