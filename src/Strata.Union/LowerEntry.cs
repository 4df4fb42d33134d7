namespace Strata.Union;

/// <summary>A name in a directory of a lower; valid until the next call of the lower.</summary>
public ref struct LowerEntry
{
    /// <summary>The name.</summary>
    public ReadOnlySpan<byte> Name;

    /// <summary>The inode number that stat will show.</summary>
    public ulong Ino;

    /// <summary>d_type: the type bits of st_mode shifted right by 12, or 0 where it is not known.</summary>
    public byte Type;

    /// <summary>Where reading goes on after this entry, below 2^61.</summary>
    public ulong NextCookie;
}
