using System.Text;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Conformance;

/// <summary>A layer described in place: directories before what is in them, files before their hard links.</summary>
internal sealed class LayerTree
{
    public List<LayerNode> Nodes { get; } = [];

    public LayerTree Directory(string path, uint permissions = 0b111_101_101, uint uid = 0, uint gid = 0) =>
        Add(new LayerNode { Path = path, Kind = EntryKind.Directory, Permissions = permissions, Uid = uid, Gid = gid });

    public LayerTree File(string path, string content, uint permissions = 0b110_100_100, uint uid = 0, uint gid = 0) =>
        File(path, Encoding.UTF8.GetBytes(content), permissions, uid, gid);

    public LayerTree File(string path, byte[] content, uint permissions = 0b110_100_100, uint uid = 0, uint gid = 0) =>
        Add(new LayerNode { Path = path, Kind = EntryKind.File, Permissions = permissions, Uid = uid, Gid = gid, Content = content });

    public LayerTree Symlink(string path, string target) =>
        Add(new LayerNode { Path = path, Kind = EntryKind.Symlink, Permissions = 0b111_111_111, Target = target });

    public LayerTree HardLink(string path, string target) => Add(new LayerNode { Path = path, Kind = EntryKind.HardLink, Target = target });

    public LayerTree Node(string path, EntryKind kind, DeviceNumber device = default) =>
        Add(new LayerNode { Path = path, Kind = kind, Permissions = 0b110_100_100, Device = device });

    public LayerTree Whiteout(string path) => Add(new LayerNode { Path = path, Kind = EntryKind.Whiteout });

    public LayerTree Opaque(string path) => Add(new LayerNode { Path = path, Kind = EntryKind.Opaque });

    /// <summary>Gives the last node an extended attribute.</summary>
    public LayerTree With(string name, string value) => With(name, Encoding.UTF8.GetBytes(value));

    /// <summary>Gives the last node an extended attribute.</summary>
    public LayerTree With(string name, byte[] value)
    {
        LayerNode last = Nodes[^1];
        Nodes[^1] = last with { Xattrs = [.. last.Xattrs, (name, value)] };
        return this;
    }

    /// <summary>Adds all of another description below a directory of this one.</summary>
    public LayerTree Below(string directory, LayerTree other)
    {
        Directory(directory);
        foreach (LayerNode node in other.Nodes)
        {
            Add(node with
            {
                Path = node.Path.Length == 0 ? directory : $"{directory}/{node.Path}",
                Target = node.Kind == EntryKind.HardLink ? $"{directory}/{node.Target}" : node.Target,
            });
        }

        return this;
    }

    public override string ToString() => string.Join("\n", Nodes);

    private LayerTree Add(LayerNode node)
    {
        Nodes.Add(node);
        return this;
    }
}
