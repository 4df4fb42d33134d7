using System.Text.Json;
using Strata.Blobs;
using Strata.Linux;

namespace Strata.Images;

/// <summary>
/// The store's list of images, the file <c>images.json</c> (docs/formats/images.md). Reading needs no lock: the file is
/// replaced by one rename. Changes are made one after the other, across processes, under flock(2) on <c>images.lock</c>.
/// </summary>
/// <param name="root">The store's folder; borrowed.</param>
internal sealed class ImageIndex(FileFd root)
{
    private const int Version = 1;
    private const int MaxSize = 64 << 20;
    private const int LockExclusive = 2;
    private const string Where = "the store's images.json";

    private static ReadOnlySpan<byte> Name => "images.json"u8;

    private static ReadOnlySpan<byte> StagedName => "images.json.new"u8;

    private static ReadOnlySpan<byte> DamagedName => "images.json.damaged"u8;

    private static ReadOnlySpan<byte> LockName => "images.lock"u8;

    /// <summary>All images, in the order in which they came.</summary>
    public IReadOnlyList<ImageRecord> Read()
    {
        Errno error = Sys.OpenAt(root, Name, OpenFlags.ReadOnly | OpenFlags.NoFollow, out FileFd file);
        if (error == Errno.ENOENT)
        {
            return [];
        }

        error.OrThrow(Where);
        Sys.FStat(file, out FileStat stat).OrThrow(Where);
        using FileSlice stream = new(file, 0, (long)stat.Size, owns: true);
        if (stream.Length > MaxSize)
        {
            throw new ImageException($"{Where} has {stream.Length} bytes: it is damaged");
        }

        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        ImageIndexJson json = Documents.Read(bytes, DocumentJson.Default.ImageIndexJson, Where);
        return json.Version == Version
            ? [.. json.Images.Select(Checked)]
            : throw new ImageException($"{Where} has version {json.Version}; this strata knows {Version}");
    }

    /// <summary>Replaces the list by what <paramref name="change"/> makes of it; durable when it returns.</summary>
    public IReadOnlyList<ImageRecord> Change(Func<IReadOnlyList<ImageRecord>, IReadOnlyList<ImageRecord>> change)
    {
        using FileFd file = Lock();
        IReadOnlyList<ImageRecord> changed = change(Read());
        Write(changed);
        return changed;
    }

    /// <summary>
    /// Puts a list in the place of one that cannot be read, which is kept as <c>images.json.damaged</c>. At every moment there
    /// is one or the other: without any the store would seem empty, and a sweep would take all of it.
    /// </summary>
    /// <param name="make">Makes the list; asked under the lock.</param>
    /// <returns>The new list; null where the old one can be read, because another repair was faster.</returns>
    public IReadOnlyList<ImageRecord>? Replace(Func<IReadOnlyList<ImageRecord>> make)
    {
        using FileFd file = Lock();
        if (IsReadable())
        {
            return null;
        }

        IReadOnlyList<ImageRecord> images = make();
        Stage(images);
        Sys.RenameAt(root, StagedName, root, Name, RenameFlags.Exchange).OrThrow("publish the store's images.json");
        Sys.RenameAt(root, StagedName, root, DamagedName).OrThrow("put the damaged images.json aside");
        Sys.FSync(root).OrThrow("fsync of the store");
        return images;
    }

    private FileFd Lock()
    {
        Sys.OpenAt(root, LockName, OpenFlags.ReadWrite | OpenFlags.Create, out FileFd file, 0x180).OrThrow("open the store's images.lock");
        Errno error = Sys.FLock(file, LockExclusive);
        if (error != Errno.Ok)
        {
            file.Dispose();
            throw new LinuxException(error, "lock the store's images");
        }

        return file;
    }

    private bool IsReadable()
    {
        try
        {
            _ = Read();
            return true;
        }
        catch (ImageException)
        {
            return false;
        }
    }

    private void Write(IReadOnlyList<ImageRecord> images)
    {
        Stage(images);

        // A rename without the fsync before it could survive a power cut that the content does not.
        Sys.RenameAt(root, StagedName, root, Name).OrThrow("publish the store's images.json");
        Sys.FSync(root).OrThrow("fsync of the store");
    }

    private void Stage(IReadOnlyList<ImageRecord> images)
    {
        ImageIndexJson json = new()
        {
            Version = Version,
            Images =
            [
                .. images.Select(image => new ImageRecordJson
                {
                    Manifest = image.Manifest.ToString(),
                    Config = image.Config.ToString(),
                    Names = [.. image.Names],
                    Origins = image.Origins.Count > 0 ? [.. image.Origins] : null,
                    Chain = image.Chain?.ToString(),
                }),
            ],
        };
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(json, DocumentJson.Default.ImageIndexJson);
        Sys.OpenAt(root, StagedName, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate | OpenFlags.NoFollow, out FileFd file, 0x180)
            .OrThrow("create the store's images.json.new");
        using (file)
        {
            Sys.WriteAll(file, bytes).OrThrow("write the store's images.json.new");
            Sys.FSync(file).OrThrow("fsync of the store's images.json.new");
        }
    }

    private static ImageRecord Checked(ImageRecordJson json)
    {
        Digest chain = default;
        return Digest.TryParse(json.Manifest, out Digest manifest) && Digest.TryParse(json.Config, out Digest config) && json.Names is not null
            && (json.Chain is null || Digest.TryParse(json.Chain, out chain))
            ? new ImageRecord(manifest, config, json.Names) { Origins = json.Origins ?? [], Chain = json.Chain is null ? null : chain }
            : throw new ImageException($"{Where} is damaged: \"{json.Manifest}\" with \"{json.Config}\"");
    }
}
