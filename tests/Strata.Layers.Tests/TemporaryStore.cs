using System.IO.Compression;
using System.Text;
using Strata.Blobs;
using Strata.Linux;
using Xunit;

namespace Strata.Layers.Tests;

/// <summary>A store in a folder of its own, gone with the test.</summary>
internal sealed class TemporaryStore : IDisposable
{
    public TemporaryStore()
    {
        Folder = Directory.CreateTempSubdirectory("strata-layers-").FullName;
        Blobs = BlobStore.Open(Folder);
        Layers = new LayerStore(Blobs);
    }

    public string Folder { get; }

    public BlobStore Blobs { get; }

    public LayerStore Layers { get; }

    public ImportedLayer Import(byte[] bytes) => Layers.Import(new LayerImport { Content = new MemoryStream(bytes) });

    public List<LayerEntry> Entries(Digest diffId)
    {
        Assert.Equal(Errno.Ok, Layers.OpenRecipe(diffId, out Recipe? recipe));
        using (recipe)
        {
            return [.. recipe!.ReadEntries()];
        }
    }

    public List<LayerEntry> EntriesOf(byte[] tar) => Entries(Import(tar).DiffId);

    public byte[] Tar(Digest diffId)
    {
        MemoryStream tar = new();
        Assert.Equal(Errno.Ok, Layers.OpenRecipe(diffId, out Recipe? recipe));
        using (recipe)
        {
            LayerTarWriter.Write(recipe!, Blobs.Objects, tar);
        }

        return tar.ToArray();
    }

    /// <summary>All files and staging folders: what a store without layers does not have.</summary>
    public List<string> Contents()
    {
        List<string> all = [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, f))];
        all.AddRange(Directory.EnumerateDirectories(Path.Combine(Folder, "staging")).Select(f => Path.GetRelativePath(Folder, f)));
        all.RemoveAll(f => f is "version" or "lock");
        return all;
    }

    public static string Shown(ReadOnlyMemory<byte> bytes) => Encoding.Latin1.GetString(bytes.Span);

    public static byte[] Gzip(byte[] bytes)
    {
        MemoryStream target = new();
        using (GZipStream gzip = new(target, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return target.ToArray();
    }

    public static byte[] Zstandard(byte[] bytes)
    {
        byte[] target = new byte[Zstd.CompressBound(bytes.Length)];
        return target[..Zstd.Compress(bytes, target, 3)];
    }

    /// <summary>Bytes that do not compress, the same for the same seed.</summary>
    public static byte[] Noise(int length, int seed = 1)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public void Dispose()
    {
        Blobs.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
