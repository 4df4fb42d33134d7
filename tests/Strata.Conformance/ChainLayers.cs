using System.Security.Cryptography;
using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Conformance;

/// <summary>Described layers as a chain image with its objects.</summary>
/// <param name="Image">Path of the chain image.</param>
/// <param name="Objects">Path of the folder of objects.</param>
internal sealed record ChainLayers(string Image, string Objects)
{
    public static ChainLayers Write(Arena arena, IReadOnlyList<LayerTree> layers)
    {
        string objects = arena.Folder("o");
        string image = arena.Folder("c") + "/image";
        List<IEnumerable<LayerEntry>> entries = [.. layers.Select(layer => layer.Nodes.Select(node => EntryOf(node, objects)).ToList())];
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(image), OpenFlags.ReadWrite | OpenFlags.Create, out FileFd output, 0b110_100_100).OrThrow(image);
        ChainImageWriter.Write(entries, output);
        output.Dispose();
        return new ChainLayers(image, objects);
    }

    private static LayerEntry EntryOf(LayerNode node, string objects)
    {
        bool inline = node.Content.Length <= LayerEntry.MaxInlineContent;
        return new LayerEntry
        {
            Path = PathText.Bytes(node.Path),
            Kind = node.Kind,
            Permissions = node.Permissions,
            Uid = node.Uid,
            Gid = node.Gid,
            Modified = node.Modified,
            Device = node.Device,
            LinkTarget = PathText.Bytes(node.Target),
            Size = node.Content.Length,
            InlineContent = inline ? node.Content : default,
            ContentDigest = inline ? default : Store(node.Content, objects),
            Xattrs = [.. node.Xattrs.Select(x => new Xattr(PathText.Bytes(x.Name), x.Value))],
        };
    }

    private static Digest Store(byte[] content, string objects)
    {
        if (!Digest.TryParseHex(Convert.ToHexStringLower(SHA256.HashData(content)), out Digest digest))
        {
            throw new InvalidOperationException("a digest that is none");
        }

        byte[] path = new byte[ObjectPath.Length];
        ObjectPath.Write(digest, path);
        string file = $"{objects}/{PathText.Show(path)}";
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
        }

        return digest;
    }
}
