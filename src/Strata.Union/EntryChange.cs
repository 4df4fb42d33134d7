namespace Strata.Union;

/// <summary>What is different between two inodes at one path.</summary>
[Flags]
public enum EntryChange
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>One is something else than the other.</summary>
    Type = 1,

    /// <summary>Permissions.</summary>
    Mode = 2,

    /// <summary>User or group.</summary>
    Owner = 4,

    /// <summary>Bytes of a file's content.</summary>
    Size = 8,

    /// <summary>A file's content, a symlink's target, a device's number. Names of one file are each compared by the file itself.</summary>
    Content = 16,

    /// <summary>Extended attributes.</summary>
    Xattr = 32,

    /// <summary>The time of the last change of content.</summary>
    Mtime = 64,
}
