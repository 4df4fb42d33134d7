using Strata.Linux;

namespace Strata.Union;

/// <summary>Attributes to change: chmod(2), chown(2), truncate(2), utimensat(2), several in one. Null leaves one as it is.</summary>
public readonly record struct NodeChange
{
    /// <summary>Leaves everything as it is.</summary>
    public NodeChange()
    {
    }

    /// <summary>New permission bits; type bits are ignored.</summary>
    public uint? Mode { get; init; }

    /// <summary>New owner.</summary>
    public uint? Uid { get; init; }

    /// <summary>New group.</summary>
    public uint? Gid { get; init; }

    /// <summary>New length in bytes.</summary>
    public long? Size { get; init; }

    /// <summary>A time, <see cref="Timestamp.Now"/>, or <see cref="Timestamp.Omit"/>.</summary>
    public Timestamp Accessed { get; init; } = Timestamp.Omit;

    /// <summary>As <see cref="Accessed"/>.</summary>
    public Timestamp Modified { get; init; } = Timestamp.Omit;

    /// <summary>Clear the set-id bits of a file: on its own, or with <see cref="Size"/> by a caller without CAP_FSETID.</summary>
    public bool KillSetId { get; init; }
}
