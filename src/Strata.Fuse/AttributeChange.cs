using Strata.Linux;

namespace Strata.Fuse;

/// <summary>What a SETATTR changes: chmod(2), chown(2), truncate(2), utimensat(2), possibly several in one.</summary>
public struct AttributeChange
{
    /// <summary>Which of the fields below count.</summary>
    public AttributeFields Fields;

    /// <summary>New permissions, with the type bits of the inode.</summary>
    public uint Mode;

    /// <summary>New owner. A chown clears the set-id bits and file capabilities whoever calls (HANDLE_KILLPRIV_V2).</summary>
    public uint Uid;

    /// <summary>New group.</summary>
    public uint Gid;

    /// <summary>New length in bytes.</summary>
    public long Size;

    /// <summary>For utimensat(2): a time, <see cref="Timestamp.Now"/>, or <see cref="Timestamp.Omit"/> where it does not change.</summary>
    public Timestamp Accessed;

    /// <summary>As <see cref="Accessed"/>.</summary>
    public Timestamp Modified;

    /// <summary>Whether any of <paramref name="fields"/> is to change.</summary>
    public readonly bool Has(AttributeFields fields) => (Fields & fields) != 0;
}
