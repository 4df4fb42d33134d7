using System.IO.Compression;
using System.Security.Cryptography;
using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Images.Registry;

/// <summary>A layer as a file that a registry takes: its tar, plain or compressed.</summary>
internal sealed class LayerBlob : IDisposable
{
    private readonly StagingBatch batch;
    private readonly StagedFile file;

    private LayerBlob(StagingBatch batch, StagedFile file, Digest digest, long size)
    {
        this.batch = batch;
        this.file = file;
        Digest = digest;
        Size = size;
    }

    /// <summary>The bytes; owned by this object.</summary>
    public FileFd File => file.File;

    /// <summary>Their digest.</summary>
    public Digest Digest { get; }

    /// <summary>How many they are.</summary>
    public long Size { get; }

    /// <summary>
    /// Writes a layer's tar into a staged file. Compressed it is by gzip at its ordinary level and without a time in its
    /// header: the same layer always becomes the same bytes, as long as the compressor is the same.
    /// </summary>
    public static LayerBlob Make(LayerStore layers, Digest diffId, bool isCompressed, CancellationToken cancellation)
    {
        Errno error = layers.OpenRecipe(diffId, out Recipe? recipe);
        if (error != Errno.Ok)
        {
            throw new ImageException($"layer {diffId} cannot be read from the store: {error.Message()}");
        }

        using (recipe)
        {
            StagingBatch batch = layers.Blobs.BeginBatch();
            StagedFile? file = null;
            try
            {
                file = batch.CreateFile();
                using HashedFile target = new(file.File, cancellation);
                if (isCompressed)
                {
                    using GZipStream gzip = new(target, CompressionLevel.Optimal, leaveOpen: true);
                    LayerTarWriter.Write(recipe!, layers.Blobs.Objects, gzip);
                }
                else
                {
                    LayerTarWriter.Write(recipe!, layers.Blobs.Objects, target);
                }

                return new LayerBlob(batch, file, target.Finish(), target.Position);
            }
            catch
            {
                file?.Dispose();
                batch.Dispose();
                throw;
            }
        }
    }

    /// <summary>Removes the file.</summary>
    public void Dispose()
    {
        file.Dispose();
        batch.Dispose();
    }

    /// <summary>Writes to a file and hashes what it writes.</summary>
    private sealed class HashedFile(FileFd file, CancellationToken cancellation) : Stream
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private long position;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => position;

        public override long Position
        {
            get => position;
            set => throw new NotSupportedException();
        }

        public Digest Finish() => Digest.FromBytes(hash.GetHashAndReset());

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer);
            Sys.WriteAll(file, buffer).OrThrow("stage a layer");
            position += buffer.Length;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
