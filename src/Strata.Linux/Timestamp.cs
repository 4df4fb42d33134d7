namespace Strata.Linux;

/// <summary>A point in time as the kernel keeps it: seconds since 1970 (negative before), nanoseconds 0…999,999,999.</summary>
public readonly record struct Timestamp(long Seconds, uint Nanoseconds)
{
    /// <summary>UTIME_NOW for utimensat(2): the time of the call.</summary>
    public static Timestamp Now => new(0, 0x3fffffff);

    /// <summary>UTIME_OMIT for utimensat(2): leave as it is.</summary>
    public static Timestamp Omit => new(0, 0x3ffffffe);
}
