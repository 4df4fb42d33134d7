using System.Security.Cryptography;
using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Union.Tests;

/// <summary>A layer described in place, to make a chain image and its objects of.</summary>
public sealed class ChainLayer
{
    private readonly List<LayerEntry> entries = [];
    private readonly List<byte[]> contents = [];

    public ChainLayer Directory(string path)
    {
        entries.Add(Entry(path, EntryKind.Directory, 0x1ED));
        return this;
    }

    public ChainLayer File(string path, byte[] content, uint permissions = 0x1A4)
    {
        LayerEntry entry = Entry(path, EntryKind.File, permissions) with { Size = content.Length };
        bool inline = content.Length <= LayerEntry.MaxInlineContent;
        entries.Add(inline ? entry with { InlineContent = content } : entry with { ContentDigest = DigestOf(content) });
        contents.AddRange(inline ? [] : [content]);
        return this;
    }

    public ChainLayer Link(string path, string target)
    {
        entries.Add(Entry(path, EntryKind.HardLink, 0) with { LinkTarget = PathText.Bytes(target) });
        return this;
    }

    /// <summary>Writes the image and the objects; gives the path of an object.</summary>
    public void Write(string image, string objects)
    {
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(image), OpenFlags.ReadWrite | OpenFlags.Create, out FileFd output, 0x1A4).OrThrow(image);
        using (output)
        {
            ChainImageWriter.Write([entries], output);
        }

        foreach (byte[] content in contents)
        {
            string file = PathOf(content, objects);
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            System.IO.File.WriteAllBytes(file, content);
        }
    }

    /// <summary>Where a content lies.</summary>
    public static string PathOf(byte[] content, string objects)
    {
        byte[] path = new byte[ObjectPath.Length];
        ObjectPath.Write(DigestOf(content), path);
        return $"{objects}/{PathText.Show(path)}";
    }

    private static Digest DigestOf(byte[] content) => Digest.FromBytes(SHA256.HashData(content));

    private static LayerEntry Entry(string path, EntryKind kind, uint permissions) => new()
    {
        Path = PathText.Bytes(path),
        Kind = kind,
        Permissions = permissions,
        Modified = new Timestamp(1_500_000_000, 5),
    };
}
