namespace Strata.Union;

/// <summary>An inode of a <see cref="Lower"/>, in that lower's own numbering; <c>default</c> is none.</summary>
public readonly record struct LowerId(ulong Value)
{
    /// <summary>No inode.</summary>
    public static LowerId None => default;

    /// <summary>Whether this is no inode.</summary>
    public bool IsNone => Value == 0;
}
