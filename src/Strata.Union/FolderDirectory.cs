namespace Strata.Union;

/// <summary>A directory in one of the folders of a <see cref="FolderLower"/>. Guarded by its lock.</summary>
internal sealed class FolderDirectory(FolderDirectory? parent, byte[] name, int layer) : CachedDirectory
{
    /// <summary>Null for the folder itself, which stays open.</summary>
    internal FolderDirectory? Parent => parent;

    internal byte[] Name => name;

    /// <summary>Which folder: 0 is the topmost.</summary>
    internal int Layer => layer;
}
