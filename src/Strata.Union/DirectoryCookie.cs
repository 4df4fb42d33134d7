namespace Strata.Union;

/// <summary>
/// Where the reading of a directory goes on, without any state: the lowest two bits say in which part, the rest where in it.
/// First the lower's names in the lower's order, each shown as it is now, then the names that only the upper has, in the
/// order of its file system. So a file that is copied up while the directory is read is neither lost nor shown twice.
/// </summary>
internal readonly record struct DirectoryCookie(ulong Value)
{
    private const ulong PartMask = 3;
    private const ulong LargestShifted = 1UL << 60;

    internal enum Part
    {
        /// <summary>0: ".", 1: "..".</summary>
        Dots,

        /// <summary>The lower's cookie.</summary>
        Lower,

        /// <summary>d_off of the upper's file system.</summary>
        Upper,

        /// <summary>d_off of ext4, a hash of 63 bits, without its lowest two: names so close to each other do not happen.</summary>
        UpperHash,
    }

    internal Part Where => (Part)(Value & PartMask);

    internal ulong Position => Where == Part.UpperHash ? Value & ~PartMask : Value >> 2;

    internal static DirectoryCookie Dot(ulong position) => new(position << 2);

    internal static DirectoryCookie InLower(ulong cookie) => new((cookie << 2) | (ulong)Part.Lower);

    internal static DirectoryCookie InUpper(long offset) => (ulong)offset < LargestShifted
        ? new(((ulong)offset << 2) | (ulong)Part.Upper)
        : new(((ulong)offset & ~PartMask) | (ulong)Part.UpperHash);
}
