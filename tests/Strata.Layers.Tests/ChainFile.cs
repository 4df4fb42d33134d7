using Strata.Linux;

namespace Strata.Layers.Tests;

/// <summary>A chain image in a temporary file.</summary>
internal sealed class ChainFile : IDisposable
{
    public ChainFile(params IEnumerable<LayerEntry>[] layersBottomToTop)
    {
        Fd = Create(Path);
        try
        {
            ChainImageWriter.Write(layersBottomToTop, Fd);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ChainFile(byte[] bytes)
    {
        Fd = Create(Path);
        Sys.PWriteAll(Fd, bytes, 0).OrThrow();
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"strata-chain-{Guid.NewGuid():n}.erofs");

    public FileFd Fd { get; }

    public byte[] Bytes => File.ReadAllBytes(Path);

    public ChainImage Open() => ChainImage.Open(Fd);

    public void Dispose()
    {
        Fd.Dispose();
        File.Delete(Path);
    }

    private static FileFd Create(string path)
    {
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(path), OpenFlags.ReadWrite | OpenFlags.Create, out FileFd fd, 0x180).OrThrow();
        return fd;
    }
}
