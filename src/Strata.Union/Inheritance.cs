namespace Strata.Union;

/// <summary>What a directory gives to the files created in it.</summary>
[Flags]
internal enum Inheritance : byte
{
    /// <summary>Not read from the disk yet.</summary>
    Unknown = 0,

    /// <summary>Read.</summary>
    Known = 1,

    /// <summary>The set-group-id bit: children take the directory's group.</summary>
    Group = 2,

    /// <summary>A default ACL, which takes the umask's place: acl(5).</summary>
    DefaultAcl = 4,
}
