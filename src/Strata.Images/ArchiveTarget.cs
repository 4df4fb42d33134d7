using Strata.Layers;
using Strata.Linux;

namespace Strata.Images;

/// <summary>An image archive that is written: a canonical tar, all times 1970, so that the same images give the same archive.</summary>
/// <param name="file">Where it goes; owned from now on.</param>
internal sealed class ArchiveTarget(OutputFile file) : IImageTarget
{
    private const uint FileMode = 0x1a4; // 0644
    private const uint FolderMode = 0x1ed; // 0755
    private readonly CanonicalTar tar = new(file.Stream.Write);

    public void AddFolder(string path) =>
        tar.Begin(new LayerEntry { Path = PathText.Bytes(path), Kind = EntryKind.Directory, Permissions = FolderMode });

    public void AddFile(string path, long size, Action<Stream> write)
    {
        tar.Begin(new LayerEntry { Path = PathText.Bytes(path), Kind = EntryKind.File, Permissions = FileMode, Size = size });
        using SinkStream content = new(tar.Content);
        write(content);
    }

    public void Complete()
    {
        tar.Finish();
        file.Complete();
    }

    public void Dispose() => file.Dispose();
}
