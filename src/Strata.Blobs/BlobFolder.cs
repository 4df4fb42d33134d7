using System.Buffers;
using System.Security.Cryptography;
using Strata.Linux;

namespace Strata.Blobs;

/// <summary>Whole blobs under their own digest, <c>blobs/sha256/…</c>: manifests and configurations, verified at the way in and out.</summary>
public sealed class BlobFolder : IDisposable
{
    private readonly BlobStore store;
    private readonly DigestFolder folder;

    internal BlobFolder(BlobStore store, DigestFolder folder)
    {
        this.store = store;
        this.folder = folder;
    }

    /// <summary>The files themselves.</summary>
    public DigestFolder Files => folder;

    /// <summary>Whether the blob is there.</summary>
    public bool Contains(in Digest digest) => folder.Contains(digest);

    /// <summary>Puts a small blob; on the disk when it returns. A known one is read, and replaced where it is damaged.</summary>
    public Digest Put(ReadOnlySpan<byte> content)
    {
        Digest digest = Digest.Of(content);
        if (Get(digest, content.Length, out _) != Errno.Ok)
        {
            using StagingBatch batch = store.BeginBatch(restores: true);
            using StagedFile file = batch.CreateFile();
            Sys.WriteAll(file.File, content).OrThrow("write a blob");
            batch.PublishAlone(folder, digest, file);
        }

        return digest;
    }

    /// <summary>Puts a blob of <paramref name="size"/> bytes that must have the digest <paramref name="expected"/>; on the disk when it returns.</summary>
    /// <exception cref="StoreException">The stream has other bytes, more or fewer; nothing is left behind.</exception>
    public void Put(Stream content, in Digest expected, long size)
    {
        ArgumentNullException.ThrowIfNull(content);
        using StagingBatch batch = store.BeginBatch();
        using StagedFile file = batch.CreateFile();
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            long total = 0;
            int count;
            while ((count = content.Read(buffer)) > 0 && total <= size)
            {
                total += count;
                hash.AppendData(buffer, 0, count);
                Sys.WriteAll(file.File, buffer.AsSpan(0, count)).OrThrow("write a blob");
            }

            if (total != size)
            {
                throw new StoreException($"blob {expected} has {(total > size ? "more" : "fewer")} than the {size} bytes promised");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        Digest actual = Digest.FromBytes(hash.GetHashAndReset());
        if (actual != expected)
        {
            throw new StoreException($"blob {expected} has the digest {actual}");
        }

        batch.PublishAlone(folder, expected, file);
    }

    /// <summary>Reads a blob whole. ENOENT: not there. EFBIG: above <paramref name="limit"/> bytes. EBADMSG: its bytes are not what its name says. EIO: they cannot be read.</summary>
    public Errno Get(in Digest digest, int limit, out byte[] content)
    {
        content = [];
        Errno error = folder.Open(digest, out FileFd file);
        if (error != Errno.Ok)
        {
            return error;
        }

        using (file)
        {
            error = Sys.FStat(file, out FileStat stat);
            if (error != Errno.Ok || stat.Size > (ulong)limit)
            {
                return error != Errno.Ok ? error : Errno.EFBIG;
            }

            byte[] bytes = new byte[(int)stat.Size];
            int at = 0;
            while (at < bytes.Length)
            {
                error = Sys.PRead(file, bytes.AsSpan(at), at, out int count);
                if (error != Errno.Ok || count == 0)
                {
                    return error != Errno.Ok ? error : Errno.EBADMSG;
                }

                at += count;
            }

            content = bytes;
            return Digest.Of(bytes) == digest ? Errno.Ok : Errno.EBADMSG;
        }
    }

    /// <summary>Closes the folder.</summary>
    public void Dispose() => folder.Dispose();
}
