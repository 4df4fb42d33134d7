using Strata.Linux;

namespace Strata.Bench.Peers.Trees;

/// <summary>A file, folder, symbolic link or whiteout of a layer.</summary>
/// <param name="Path">Where, relative to the root, without a slash at either end.</param>
/// <param name="Kind">What it is.</param>
internal sealed record Node(string Path, NodeKind Kind)
{
    /// <summary>The file that the content is taken from.</summary>
    public string Source { get; init; } = "";

    /// <summary>Bytes of the content, at most those of the source: an older version of a file is its first part.</summary>
    public long Size { get; init; }

    /// <summary>Where a symbolic link points.</summary>
    public string Target { get; init; } = "";

    /// <summary>Permissions; never set-id bits.</summary>
    public uint Permissions { get; init; } = 0x1ED;

    public Timestamp Modified { get; init; } = new(1_700_000_000, 0);

    /// <summary>Whether a folder covers what the layers below have of it.</summary>
    public bool Opaque { get; init; }

    /// <summary>The folder that it lies in; empty for the root.</summary>
    public string Parent => Path[..Math.Max(Path.LastIndexOf('/'), 0)];

    /// <summary>The content, from its beginning to its size.</summary>
    public Stream OpenContent()
    {
        FileStream content = File.OpenRead(Source);
        if (content.Length == Size)
        {
            return content;
        }

        using (content)
        {
            byte[] part = new byte[Size];
            content.ReadExactly(part);
            return new MemoryStream(part);
        }
    }
}
