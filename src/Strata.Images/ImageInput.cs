using Strata.Blobs;
using Strata.Linux;

namespace Strata.Images;

/// <summary>
/// What a load reads from, recognised by content: a layout folder, an archive that can be seeked and is read in place, or
/// one from a pipe or compressed as a whole, which is first staged beside the store. Owns what it opened.
/// </summary>
internal sealed class ImageInput : IDisposable
{
    private const string StandardInput = "standard input";
    private readonly StagingBatch? batch;
    private readonly StagedFile? staged;

    private ImageInput(IImageFiles files, string where, string? wanted, StagingBatch? batch, StagedFile? staged)
    {
        Files = files;
        Where = where;
        Wanted = wanted;
        this.batch = batch;
        this.staged = staged;
    }

    /// <summary>The files of the layout or archive.</summary>
    public IImageFiles Files { get; }

    /// <summary>What it is called in messages.</summary>
    public string Where { get; }

    /// <summary>The only image wanted; null for all.</summary>
    public string? Wanted { get; }

    /// <summary>Opens a folder or an archive.</summary>
    /// <param name="path">The path, <c>PATH:NAME</c> for one image of it; null or <c>-</c> for standard input.</param>
    /// <param name="store">The store in whose staging folder an archive is kept meanwhile.</param>
    public static ImageInput Open(string? path, BlobStore store)
    {
        if (path is null or "-")
        {
            return OpenFile(FileFd.FromNumber(0), StandardInput, null, store);
        }

        Errno error = OpenPath(path, out FileFd file);
        string? wanted = null;
        int colon = path.LastIndexOf(':');
        for (; error == Errno.ENOENT && colon > 0; colon = path.LastIndexOf(':', colon - 1))
        {
            // The wanted name may have a colon of its own: PATH:base:1.
            error = OpenPath(path[..colon], out file);
            wanted = path[(colon + 1)..];
        }

        return error switch
        {
            Errno.Ok => OpenFile(file, path, wanted, store),
            Errno.ENOENT => throw new ImageException($"there is no file or folder {path}"),
            _ => throw new LinuxException(error, path),
        };
    }

    /// <summary>The images in it.</summary>
    public IReadOnlyList<SourceImage> ReadImages()
    {
        // An archive of Docker 25 and later is both; the layout in it keeps the manifests as they were pulled.
        if (OciLayout.Matches(Files))
        {
            return OciLayout.Read(Files, Wanted);
        }

        return DockerArchive.Matches(Files)
            ? DockerArchive.Read(Files, Wanted)
            : throw new ImageException($"{Where} has no image: neither index.json of an OCI layout nor manifest.json of docker save is in it");
    }

    /// <summary>Closes everything, and removes what was staged.</summary>
    public void Dispose()
    {
        Files.Dispose();
        staged?.Dispose();
        batch?.Dispose();
    }

    private static Errno OpenPath(string path, out FileFd file) =>
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(path), OpenFlags.ReadOnly, out file);

    private static ImageInput OpenFile(FileFd file, string where, string? wanted, BlobStore store)
    {
        try
        {
            Sys.FStat(file, out FileStat stat).OrThrow(where);
            if (stat.IsDirectory)
            {
                return new ImageInput(new FolderFiles(file), where, wanted, null, null);
            }

            if ((stat.Mode & Linux.FileMode.TypeMask) == Linux.FileMode.CharDevice)
            {
                throw new ImageException($"{where} is a terminal or a device: give -i PATH, or an archive on standard input");
            }

            if (stat.IsRegular && !CompressedArchive.IsCompressed(file))
            {
                return new ImageInput(new TarFiles(file, where), where, wanted, null, null);
            }

            return Stage(file, stat, where, wanted, store);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static ImageInput Stage(FileFd file, in FileStat stat, string where, string? wanted, BlobStore store)
    {
        StagingBatch batch = store.BeginBatch();
        StagedFile? staged = null;
        try
        {
            staged = batch.CreateFile();
            using Stream source = stat.IsRegular
                ? new FileSlice(file, 0, (long)stat.Size, owns: true)
                : new DescriptorStream(file);
            CompressedArchive.Expand(source, staged.File, where);
            return new ImageInput(new TarFiles(staged.File, where), where, wanted, batch, staged);
        }
        catch
        {
            staged?.Dispose();
            batch.Dispose();
            throw;
        }
    }
}
