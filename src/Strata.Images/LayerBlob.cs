using System.IO.Compression;
using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Images;

/// <summary>
/// A layer as a file, its tar, plain or compressed, in the store's staging folder: whoever takes it wants its digest before
/// its bytes.
/// </summary>
internal sealed class LayerBlob : IDisposable
{
    private readonly StagingBatch batch;
    private readonly StagedFile file;

    private LayerBlob(StagingBatch batch, StagedFile file, (Digest Digest, long Size) written)
    {
        this.batch = batch;
        this.file = file;
        (Digest, Size) = written;
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
        using Recipe recipe = layers.RecipeOf(diffId);
        StagingBatch batch = layers.Blobs.BeginBatch();
        StagedFile? file = null;
        try
        {
            file = batch.CreateFile();
            using HashingStream target = new(file.File, cancellation);
            using (GZipStream? gzip = isCompressed ? new(target, CompressionLevel.Optimal, leaveOpen: true) : null)
            {
                LayerTarWriter.Write(recipe, layers.Blobs.Objects, (Stream?)gzip ?? target);
            }

            return new LayerBlob(batch, file, target.Finish());
        }
        catch
        {
            file?.Dispose();
            batch.Dispose();
            throw;
        }
    }

    /// <summary>Removes the file.</summary>
    public void Dispose()
    {
        file.Dispose();
        batch.Dispose();
    }
}
