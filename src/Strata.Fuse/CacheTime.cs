namespace Strata.Fuse;

/// <summary>How long the kernel may believe an answer without asking again.</summary>
/// <param name="Seconds">Whole seconds.</param>
/// <param name="Nanoseconds">0…999,999,999.</param>
public readonly record struct CacheTime(ulong Seconds, uint Nanoseconds)
{
    /// <summary>Ask again every time.</summary>
    public static CacheTime None => default;

    /// <summary>
    /// For what changes only through this mount. A hundred years: the kernel clamps what does not fit its jiffies.
    /// </summary>
    public static CacheTime Forever => new(100UL * 365 * 24 * 3600, 0);
}
