using System.Text;
using Strata.Blobs;
using Strata.Linux;

namespace Strata.Layers.Tests;

/// <summary>Entries of layers, in few words.</summary>
internal static class ChainEntries
{
    public static readonly Timestamp Noon = new(1_700_000_000, 123_456_789);

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static LayerEntry Directory(string path, uint permissions = 0x1ED) =>
        new() { Path = Bytes(path), Kind = EntryKind.Directory, Permissions = permissions, Modified = Noon };

    public static LayerEntry File(string path, string content = "") => Content(path, Bytes(content));

    public static LayerEntry Content(string path, byte[] content) => new()
    {
        Path = Bytes(path),
        Kind = EntryKind.File,
        Permissions = 0x1A4,
        Modified = Noon,
        Size = content.Length,
        InlineContent = content.Length <= LayerEntry.MaxInlineContent ? content : default,
        ContentDigest = Digest.Of(content),
    };

    public static LayerEntry Symlink(string path, string target) =>
        new() { Path = Bytes(path), Kind = EntryKind.Symlink, Permissions = 0x1FF, LinkTarget = Bytes(target), Modified = Noon };

    public static LayerEntry Link(string path, string target) => new() { Path = Bytes(path), Kind = EntryKind.HardLink, LinkTarget = Bytes(target) };

    public static LayerEntry Whiteout(string path) => new() { Path = Bytes(path), Kind = EntryKind.Whiteout };

    public static LayerEntry Opaque(string path) => new() { Path = Bytes(path), Kind = EntryKind.Opaque };

    public static LayerEntry Node(string path, EntryKind kind, uint major = 0, uint minor = 0) =>
        new() { Path = Bytes(path), Kind = kind, Permissions = 0x1B0, Device = new DeviceNumber(major, minor), Modified = Noon };

    public static LayerEntry With(this LayerEntry entry, params (string Name, string Value)[] xattrs) =>
        entry with { Xattrs = [.. xattrs.Select(x => new Xattr(Bytes(x.Name), Bytes(x.Value)))] };
}
