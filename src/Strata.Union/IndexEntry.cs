namespace Strata.Union;

/// <summary>A file of the lower with several names that was copied up: the index's own link to the copy, and how many names are counted. Guarded by the tree's lock.</summary>
internal sealed class IndexEntry(byte[] name, ulong lowerIno, ulong upperIno)
{
    /// <summary>The name in the index's folder.</summary>
    internal byte[] Name => name;

    /// <summary>The number of the lower's file in the union, which is the copy's, too.</summary>
    internal ulong LowerIno => lowerIno;

    /// <summary>The copy's inode number on the upper's file system.</summary>
    internal ulong UpperIno => upperIno;

    /// <summary>Names in the union: those in the upper, and those of the lower that nothing covers.</summary>
    internal uint Names { get; set; }

    /// <summary>st_nlink of the copy: its names in the upper, and the index's.</summary>
    internal uint UpperLinks { get; set; }

    /// <summary>st_nlink of the lower's file; 0: unknown.</summary>
    internal uint LowerLinks { get; set; }

    /// <summary>What says on disk how many names there are.</summary>
    internal string Written { get; set; } = "";
}
