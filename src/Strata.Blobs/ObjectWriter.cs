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
