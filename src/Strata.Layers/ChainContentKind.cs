namespace Strata.Layers;

/// <summary>Where an inode's content lies.</summary>
public enum ChainContentKind : byte
{
    /// <summary>It is not a regular file.</summary>
    None = 0,

    /// <summary>In the chain image itself, see <see cref="ChainImage.GetContent"/>; also that of an empty file.</summary>
    Inline = 1,

    /// <summary>In the store's object of <see cref="ChainInode.Object"/>.</summary>
    Object = 2,
}
