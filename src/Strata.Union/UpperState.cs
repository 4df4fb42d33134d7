namespace Strata.Union;

/// <summary>
/// What a node has in the upper. Guarded by the tree's lock. The handle is that of a directory, cached, or that of a file
/// without any name, O_PATH and kept.
/// </summary>
internal sealed class UpperState : CachedDirectory
{
    /// <summary>The redirect on disk: where in the lower a directory's part lies, or a file's content.</summary>
    internal byte[]? Redirect;

    /// <summary>The index's link to a file that had several names in the lower.</summary>
    internal IndexEntry? Entry;

    /// <summary>Whether a known name still lies in the lower (<see cref="NodeName.IsBelow"/>), and must come up before the file changes.</summary>
    internal volatile bool HasNamesBelow;

    /// <summary>The inode number on the upper's file system, by which hard links find each other; 0 where there never were any.</summary>
    internal ulong UpperIno;

    /// <summary>What is marked on it.</summary>
    internal UpperMarks Marks;

    /// <summary>
    /// Whether a file's content is known to lie in the upper. Otherwise it lies in the lower if the node has a part there,
    /// and else nobody has looked yet (<see cref="UnionTree"/>, Content). Set once, with the gate, read without.
    /// </summary>
    internal volatile bool HasContent;

    /// <summary>What new children inherit.</summary>
    internal Inheritance Inherits;
}
