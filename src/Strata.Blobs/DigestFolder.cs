using Strata.Linux;

namespace Strata.Blobs;

/// <summary>
/// A flat folder of files that are named by the 64 hexadecimal digits of a digest and never changed after their publication:
/// recipes by diff ID, chain images by chain ID, blobs by their own digest. Safe to use from several threads.
/// </summary>
public sealed class DigestFolder : IDisposable
{
    private readonly FileFd folder;

    internal DigestFolder(FileFd folder)
    {
        this.folder = folder;
    }

    /// <summary>The open folder itself.</summary>
    public FileFd Folder => folder;

    /// <summary>Whether the file is there.</summary>
    public bool Contains(in Digest digest)
    {
        Span<byte> name = stackalloc byte[Digest.HexLength];
        digest.WriteHex(name);
        return Sys.StatAt(folder, name, out _) == Errno.Ok;
    }

    /// <summary>Opens the file for reading. ENOENT: it is not there.</summary>
    public Errno Open(in Digest digest, out FileFd file)
    {
        Span<byte> name = stackalloc byte[Digest.HexLength];
        digest.WriteHex(name);
        return Sys.OpenAt(folder, name, OpenFlags.ReadOnly | OpenFlags.NoFollow, out file);
    }

    /// <summary>For blobs, which their own digest names: reads one and compares it. EIO: it has other bytes, or cannot be read. ENOENT: it is not there.</summary>
    public Errno Verify(in Digest digest) => FileDigest.Verify(Open(digest, out FileFd file), file, digest);

    /// <summary>Bytes of the file. ENOENT: it is not there.</summary>
    public Errno SizeOf(in Digest digest, out long size)
    {
        Span<byte> name = stackalloc byte[Digest.HexLength];
        digest.WriteHex(name);
        Errno error = Sys.StatAt(folder, name, out FileStat stat);
        size = (long)stat.Size;
        return error;
    }

    /// <summary>The digests of all files; names that are not digests are passed over.</summary>
    public IReadOnlyList<Digest> List()
    {
        List<Digest> digests = [];
        Span<char> hex = stackalloc char[Digest.HexLength];
        foreach (byte[] name in FolderListing.Of(folder))
        {
            if (name.Length == Digest.HexLength
                && System.Text.Encoding.Latin1.GetChars(name, hex) == hex.Length
                && Digest.TryParseHex(hex, out Digest digest))
            {
                digests.Add(digest);
            }
        }

        return digests;
    }

    /// <summary>
    /// Gives the file <paramref name="name"/> of <paramref name="staging"/> its place by one rename. False: another was
    /// there first, and the staged one is removed, unless it is to <paramref name="replace"/> it. Durable only after <see cref="Sync"/>.
    /// </summary>
    internal bool Publish(FileFd staging, ReadOnlySpan<byte> name, in Digest digest, bool replace)
    {
        Span<byte> place = stackalloc byte[Digest.HexLength];
        digest.WriteHex(place);
        Errno error = Sys.RenameAt(staging, name, folder, place, replace ? RenameFlags.None : RenameFlags.NoReplace);
        if (error == Errno.EEXIST)
        {
            Sys.UnlinkAt(staging, name).OrThrow("remove a staged file");
            return false;
        }

        error.OrThrow($"publish {digest}");
        return true;
    }

    /// <summary>fsync(2) of the folder: the names in it are on the disk.</summary>
    internal void Sync() => Durability.Names(folder);

    /// <summary>Closes the folder.</summary>
    public void Dispose() => folder.Dispose();
}
