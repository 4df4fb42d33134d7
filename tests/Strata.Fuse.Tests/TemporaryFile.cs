using Strata.Linux;

namespace Strata.Fuse.Tests;

/// <summary>A file on a real file system, removed after the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(byte[] content)
    {
        File.WriteAllBytes(Path, content);
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(Path), OpenFlags.ReadOnly, out FileFd file).OrThrow();
        Fd = file;
    }

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public FileFd Fd { get; }

    public void Dispose()
    {
        Fd.Dispose();
        File.Delete(Path);
    }
}
