using Strata.Linux;

namespace Strata.Union;

/// <summary>Takes the entries of a directory, one by one, until it is full. Called with the tree's lock held: it must not call the tree.</summary>
public interface IDirectorySink
{
    /// <summary>Whether the entries are wanted with their nodes (READDIRPLUS).</summary>
    bool WantsNodes { get; }

    /// <summary>
    /// Whether an entry of this type is wanted with its node; 0 is a type that is not known. Asked once for an entry, and only
    /// if <see cref="WantsNodes"/> and finding the node would cost more than the entry.
    /// </summary>
    bool WantsNodeOf(byte type);

    /// <summary>Whether an entry with this name would fit. False ends the reading before the entry.</summary>
    bool Fits(ReadOnlySpan<byte> name);

    /// <summary>Takes an entry that fits.</summary>
    /// <param name="name">The name, "." and ".." included.</param>
    /// <param name="ino">d_ino.</param>
    /// <param name="type">d_type.</param>
    /// <param name="next">Where reading goes on after this entry; never 0.</param>
    void Add(ReadOnlySpan<byte> name, ulong ino, byte type, ulong next);

    /// <summary>Takes an entry that fits, with its node, of which it gets a reference. Only if <see cref="WantsNodes"/>; never "." and "..".</summary>
    void Add(ReadOnlySpan<byte> name, UnionNode node, in FileStat stat, ulong next);
}
