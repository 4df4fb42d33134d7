namespace Strata.Union;

/// <summary>A directory in one of the folders of a <see cref="FolderLower"/>. Guarded by its lock.</summary>
internal sealed class FolderDirectory(FolderDirectory? parent, byte[] name, FolderLayer layer) : CachedDirectory
{
    /// <summary>Null for the folder itself, which stays open.</summary>
    internal FolderDirectory? Parent => parent;

    internal byte[] Name => name;

    internal FolderLayer Layer => layer;

    /// <summary>The merged directory that it is a part of.</summary>
    internal FolderInode? Owner { get; set; }

    /// <summary>What is known of it.</summary>
    internal FolderDirectoryState State { get; set; }

    internal bool Is(FolderDirectoryState state) => (State & state) != 0;
}
