using Strata.Linux;

namespace Strata.Layers;

/// <summary>One member of a tar with its extended headers applied: names as they stand there, nothing checked or cleaned. Reused for the next member.</summary>
internal sealed class TarMember
{
    public const byte OldFile = 0;
    public const byte File = (byte)'0';
    public const byte HardLink = (byte)'1';
    public const byte Symlink = (byte)'2';
    public const byte CharDevice = (byte)'3';
    public const byte BlockDevice = (byte)'4';
    public const byte Directory = (byte)'5';
    public const byte Fifo = (byte)'6';
    public const byte ContiguousFile = (byte)'7';

    public byte TypeFlag { get; set; }

    public byte[] Path { get; set; } = [];

    public byte[] LinkTarget { get; set; } = [];

    public long Mode { get; set; }

    public long Uid { get; set; }

    public long Gid { get; set; }

    /// <summary>Bytes of the content that follows; 0 for everything but files.</summary>
    public long Size { get; set; }

    public Timestamp Modified { get; set; }

    public long Major { get; set; }

    public long Minor { get; set; }

    public IReadOnlyList<Xattr> Xattrs { get; set; } = [];

    /// <summary>Whether it has a content of its own; its size may be 0.</summary>
    public bool IsFile => TypeFlag is OldFile or File or ContiguousFile;

    /// <summary>Whether the content is kept as an object, not in the recipe.</summary>
    public bool HasObject => Size > LayerEntry.MaxInlineContent;

    /// <summary>For messages.</summary>
    public string Shown => PathText.Show(Path);
}
