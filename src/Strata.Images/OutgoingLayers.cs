using System.Security.Cryptography;
using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Images;

/// <summary>
/// Makes blobs of layers: the blob that was kept, the plain tar out of the recipe, or that tar compressed, staged in a
/// file, since a manifest says the digest before the blob comes.
/// </summary>
/// <param name="layers">The layers of the store; borrowed.</param>
/// <param name="cancellation">Breaks a compression off.</param>
internal sealed class OutgoingLayers(LayerStore layers, CancellationToken cancellation) : IDisposable
{
    private readonly Dictionary<Digest, LayerBlob> compressed = [];

    /// <summary>The blob of that descriptor as it came; null where it was not kept and is no plain tar.</summary>
    public OutgoingBlob? AsItCame(in Digest diffId, Descriptor descriptor)
    {
        Digest digest = descriptor.Digest;
        if (digest == diffId)
        {
            return Plain(diffId) with { MediaType = descriptor.MediaType };
        }

        return layers.Blobs.Blobs.Files.SizeOf(digest, out long size) == Errno.Ok && size == descriptor.Size
            ? new OutgoingBlob(descriptor.MediaType, digest, size, target => Copy(digest, target))
            : null;
    }

    /// <summary>The plain tar of a layer.</summary>
    public OutgoingBlob Plain(in Digest diffId)
    {
        Digest digest = diffId;
        using Recipe recipe = layers.RecipeOf(diffId);
        return new OutgoingBlob(MediaTypes.OciLayer, diffId, recipe.TarSize, target => WriteTar(digest, target));
    }

    /// <summary>The tar of a layer, compressed by gzip: the same version of zlib makes the same bytes of it.</summary>
    public OutgoingBlob Gzip(in Digest diffId)
    {
        if (!compressed.TryGetValue(diffId, out LayerBlob? blob))
        {
            blob = LayerBlob.Make(layers, diffId, isCompressed: true, cancellation);
            compressed.Add(diffId, blob);
        }

        return new OutgoingBlob(MediaTypes.OciLayerGzip, blob.Digest, blob.Size, target => CopyFile(blob.File, blob.Size, target));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LayerBlob blob in compressed.Values)
        {
            blob.Dispose();
        }
    }

    private void WriteTar(in Digest diffId, Stream target)
    {
        using Recipe recipe = layers.RecipeOf(diffId);
        LayerTarWriter.Write(recipe, layers.Blobs.Objects, target);
    }

    /// <summary>Copies a kept blob, and checks that it is still what its name says.</summary>
    private void Copy(in Digest digest, Stream target)
    {
        layers.Blobs.Blobs.Files.Open(digest, out FileFd file).OrThrow($"open blob {digest}");
        using (file)
        {
            Sys.FStat(file, out FileStat stat).OrThrow($"look at blob {digest}");
            using FileSlice slice = new(file, 0, (long)stat.Size, owns: false);
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] buffer = new byte[256 * 1024];
            for (int count; (count = slice.Read(buffer)) > 0;)
            {
                hash.AppendData(buffer, 0, count);
                target.Write(buffer, 0, count);
            }

            if (Digest.FromBytes(hash.GetHashAndReset()) != digest)
            {
                throw new ImageException($"the kept blob {digest} is damaged: its bytes have another digest");
            }
        }
    }

    private static void CopyFile(FileFd file, long size, Stream target)
    {
        using FileSlice slice = new(file, 0, size, owns: false);
        slice.CopyTo(target);
    }
}
