using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Bench.Peers.Trees;

/// <summary>A layer as a folder in overlayfs's form: whiteouts as 0:0 devices, opaque folders with trusted.overlay.opaque.</summary>
internal static class FolderWriter
{
    public static void Write(IReadOnlyList<Node> nodes, string path)
    {
        Directory.CreateDirectory(path);
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(path), OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd root).OrThrow(path);
        using (root)
        {
            byte[] buffer = new byte[1 << 20];
            foreach (Node node in nodes)
            {
                Make(root, node, PathText.Bytes(node.Path), buffer);
            }

            // A folder's time is set last: what is made in it changes it.
            foreach (Node node in nodes.Reverse().Where(node => node.Kind == NodeKind.Folder))
            {
                Sys.UtimensAt(root, PathText.Bytes(node.Path), node.Modified, node.Modified).OrThrow(node.Path);
            }
        }
    }

    private static void Make(FileFd root, Node node, byte[] path, byte[] buffer)
    {
        switch (node.Kind)
        {
            case NodeKind.Folder:
                Sys.MkdirAt(root, path, 0x1C0).OrThrow(node.Path);
                Sys.ChmodAt(root, path, node.Permissions).OrThrow(node.Path);
                if (node.Opaque)
                {
                    Sys.LSetXattr(root, path, "trusted.overlay.opaque"u8, "y"u8).OrThrow(node.Path);
                }

                break;
            case NodeKind.File:
                Sys.OpenAt(root, path, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, out FileFd file, 0x180).OrThrow(node.Path);
                using (file)
                {
                    Fill(file, node, buffer);
                }

                Sys.ChmodAt(root, path, node.Permissions).OrThrow(node.Path);
                Sys.UtimensAt(root, path, node.Modified, node.Modified).OrThrow(node.Path);
                break;
            case NodeKind.Symlink:
                Sys.SymlinkAt(PathText.Bytes(node.Target), root, path).OrThrow(node.Path);
                Sys.UtimensAt(root, path, node.Modified, node.Modified).OrThrow(node.Path);
                break;
            default:
                Sys.MknodAt(root, path, FileMode.CharDevice, default).OrThrow(node.Path);
                break;
        }
    }

    private static void Fill(FileFd file, Node node, byte[] buffer)
    {
        using Stream content = node.OpenContent();
        long offset = 0;
        while (content.Read(buffer) is > 0 and var count)
        {
            Sys.PWriteAll(file, buffer.AsSpan(0, count), offset).OrThrow(node.Path);
            offset += count;
        }
    }
}
