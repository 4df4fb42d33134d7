namespace Strata.Layers;

/// <summary>What an entry of a layer is.</summary>
public enum EntryKind : byte
{
    /// <summary>A regular file with its content.</summary>
    File = 1,

    /// <summary>A further name of a file: of an earlier entry of this layer, or of a file in a lower layer.</summary>
    HardLink = 2,

    /// <summary>A symbolic link.</summary>
    Symlink = 3,

    /// <summary>A character device.</summary>
    CharDevice = 4,

    /// <summary>A block device.</summary>
    BlockDevice = 5,

    /// <summary>A directory.</summary>
    Directory = 6,

    /// <summary>A named pipe.</summary>
    Fifo = 7,

    /// <summary>Deletes the path, from a <c>.wh.NAME</c> of the tar; the entry's path is the one without the prefix.</summary>
    Whiteout = 8,

    /// <summary>Hides what lower layers have in the directory at the path, from a <c>.wh..wh..opq</c>.</summary>
    Opaque = 9,
}
