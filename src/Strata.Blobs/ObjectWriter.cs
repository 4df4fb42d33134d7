using System.Security.Cryptography;
using Strata.Linux;

namespace Strata.Blobs;

/// <summary>An object that is hashed while it is written. Disposing it without <see cref="Finish"/> drops it.</summary>
public sealed class ObjectWriter : IDisposable
{
    private readonly StagingBatch batch;
    private readonly StagedFile file;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long size;
    private bool isFinished;

    internal ObjectWriter(StagingBatch batch, StagedFile file)
    {
        this.batch = batch;
        this.file = file;
    }

    /// <summary>Appends a piece of the content.</summary>
    public void Write(ReadOnlySpan<byte> piece)
    {
        hash.AppendData(piece);
        Sys.WriteAll(file.File, piece).OrThrow("write an object");
        size += piece.Length;
    }

    /// <summary>
    /// Makes the object share all blocks of a file, where the file system can; instead of any <see cref="Write"/>. Then
    /// <see cref="Take"/> reads it, all of it.
    /// </summary>
    /// <param name="source">A file on the file system of the store.</param>
    /// <param name="cloned">Bytes of the clone, which does not change any more even if the file does.</param>
    public bool TryClone(FileFd source, out long cloned)
    {
        cloned = 0;
        if (Sys.FiClone(file.File, source) != Errno.Ok)
        {
            return false;
        }

        Sys.FStat(file.File, out FileStat stat).OrThrow("look at a cloned object");
        cloned = (long)stat.Size;
        return true;
    }

    /// <summary>Reads a piece of the clone, and counts it as taken; fewer bytes only at its end.</summary>
    public int Take(Span<byte> buffer)
    {
        Sys.PRead(file.File, buffer, size, out int count).OrThrow("read a cloned object");
        hash.AppendData(buffer[..count]);
        size += count;
        return count;
    }

    /// <summary>Ends the content: it becomes an object of the batch, or is dropped where it is known.</summary>
    public Digest Finish()
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        hash.GetHashAndReset(bytes);
        Digest digest = Digest.FromBytes(bytes);
        isFinished = true;
        if (batch.Has(digest))
        {
            batch.Drop(file);
        }
        else
        {
            batch.Accept(digest, file, size);
        }

        return digest;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        if (!isFinished)
        {
            isFinished = true;
            batch.Drop(file);
        }

        file.Dispose();
        hash.Dispose();
    }
}
