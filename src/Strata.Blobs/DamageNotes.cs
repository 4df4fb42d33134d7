using Strata.Linux;

namespace Strata.Blobs;

/// <summary>
/// Layers that are known to be damaged: an empty file <c>damaged/HEX</c> for each diff ID. A check writes and takes away such
/// notes; an import that meets one trusts nothing that lies there for the layer, replaces what is wrong, and takes it away.
/// </summary>
public sealed class DamageNotes
{
    private const uint FolderMode = 0x1ed; // 0755
    private const uint NoteMode = 0x1a4; // 0644
    private readonly FileFd root;

    internal DamageNotes(FileFd root)
    {
        this.root = root;
    }

    private static ReadOnlySpan<byte> Folder => "damaged"u8;

    /// <summary>Whether the layer is known to be damaged.</summary>
    public bool Contains(in Digest diffId) => Sys.StatBasicAt(root, PathOf(diffId), out _) == Errno.Ok;

    /// <summary>All such layers.</summary>
    public IReadOnlyList<Digest> List()
    {
        Errno error = Sys.OpenAt(root, Folder, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow, out FileFd folder);
        if (error == Errno.ENOENT)
        {
            return [];
        }

        error.OrThrow("open the store's folder damaged");
        using DigestFolder notes = new(folder);
        return notes.List();
    }

    /// <summary>Writes a note; on the disk when it returns.</summary>
    public void Add(in Digest diffId)
    {
        Errno error = Sys.MkdirAt(root, Folder, FolderMode);
        (error == Errno.EEXIST ? Errno.Ok : error).OrThrow("make the store's folder damaged");
        Sys.OpenAt(root, PathOf(diffId), OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.NoFollow, out FileFd note, NoteMode)
            .OrThrow($"note that layer {diffId} is damaged");
        note.Dispose();
        Sync();

        // The folder's own name too: this or a process that was killed has just made it.
        Durability.Names(root);
    }

    /// <summary>Takes a note away, where there is one; on the disk when it returns.</summary>
    public void Remove(in Digest diffId)
    {
        Errno error = Sys.UnlinkAt(root, PathOf(diffId));
        if (error == Errno.ENOENT)
        {
            return;
        }

        error.OrThrow($"note that layer {diffId} is sound");
        Sync();
    }

    private static byte[] PathOf(in Digest diffId) => PathText.Bytes($"damaged/{diffId.Hex}");

    private void Sync()
    {
        Sys.OpenAt(root, Folder, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow, out FileFd folder)
            .OrThrow("open the store's folder damaged");
        using (folder)
        {
            Durability.Names(folder);
        }
    }
}
