using Strata.Linux;

namespace Strata.Images.Registry;

/// <summary>
/// The first bytes of a blob whose fetching was broken off, in a file, so that the next pull goes on where it ended. One
/// fetcher at a time, by flock(2). It is a hint: what is in it counts only once the whole blob has its digest.
/// </summary>
internal sealed class PartialBlob : IDisposable
{
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;
    private readonly FileFd folder;
    private readonly byte[] name;
    private FileFd file;

    private PartialBlob(FileFd folder, byte[] name, FileFd file, long length)
    {
        this.folder = folder;
        this.name = name;
        this.file = file;
        Length = length;
    }

    /// <summary>Bytes that it has.</summary>
    public long Length { get; private set; }

    /// <summary>Opens or makes the file of a blob; null where another fetches that blob now.</summary>
    /// <param name="folder">The folder of <see cref="Transfers"/>; borrowed.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="size">Bytes of the whole blob.</param>
    public static PartialBlob? Open(FileFd folder, byte[] name, long size)
    {
        Sys.OpenAt(folder, name, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.NoFollow, out FileFd file, 0x180)
            .OrThrow("open a half-fetched blob");
        if (Sys.FLock(file, LockExclusive | LockNonBlocking) == Errno.Ok
            && Sys.FStat(file, out FileStat own) == Errno.Ok
            && Sys.StatAt(folder, name, out FileStat named) == Errno.Ok
            && own.Ino == named.Ino)
        {
            // A complete one was wrong, or it would not be here.
            PartialBlob partial = new(folder, name, file, (long)own.Size);
            if (partial.Length >= size)
            {
                partial.Clear();
            }

            return partial;
        }

        file.Dispose();
        return null;
    }

    /// <summary>Reads from what is there.</summary>
    public int Read(Span<byte> buffer, long offset)
    {
        Sys.PRead(file, buffer[..(int)Math.Min(buffer.Length, Length - offset)], offset, out int count).OrThrow("read a half-fetched blob");
        return count;
    }

    /// <summary>Adds what came next.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Sys.PWriteAll(file, bytes, Length).OrThrow("keep a half-fetched blob");
        Length += bytes.Length;
    }

    /// <summary>Throws away what is there, and begins anew.</summary>
    public void Clear()
    {
        Sys.FTruncate(file, 0).OrThrow("empty a half-fetched blob");
        Length = 0;
    }

    /// <summary>Removes the file.</summary>
    public void Remove() => _ = Sys.UnlinkAt(folder, name);

    /// <summary>Lets go of the file, which stays.</summary>
    public void Dispose()
    {
        if (Length == 0)
        {
            Remove();
        }

        file.Dispose();
        file = default;
    }
}
