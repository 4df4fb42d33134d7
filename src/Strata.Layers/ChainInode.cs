using Strata.Blobs;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>An inode of a chain image.</summary>
public struct ChainInode
{
    /// <summary>Its attributes; <see cref="FileStat.Ino"/> is the nid, all three times are the tar's time.</summary>
    public FileStat Stat;

    /// <summary>Where the content lies.</summary>
    public ChainContentKind Content;

    /// <summary>The digest of the content if it is an object.</summary>
    public Digest Object;
}
