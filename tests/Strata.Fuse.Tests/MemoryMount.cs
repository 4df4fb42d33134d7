using Strata.Linux;

namespace Strata.Fuse.Tests;

/// <summary>A <see cref="MemoryFileSystem"/> mounted for a test and served by a thread of it.</summary>
internal sealed class MemoryMount : IDisposable
{
    private readonly Thread server;
    private readonly FuseSession session;
    private bool mounted = true;

    public MemoryMount(MemoryFileSystem files, SessionOptions? options = null, FuseMountOptions? mountOptions = null)
    {
        Files = files;
        FuseMount.Open(PathText.Bytes(Directory), mountOptions ?? new FuseMountOptions { Source = "memory:test" }, out FileFd device).OrThrow();
        session = new FuseSession(device, files, options ?? new SessionOptions(), Log);
        server = new Thread(() => Ended = session.Run()) { IsBackground = true };
        server.Start();
    }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("fuse-test-").FullName;

    public MemoryFileSystem Files { get; }

    public RecordingLog Log { get; } = new();

    /// <summary>What the session returned.</summary>
    public Errno? Ended { get; private set; }

    public string At(string name) => Path.Combine(Directory, name);

    public byte[] PathOf(string name) => PathText.Bytes(At(name));

    public bool WaitForEnd() => server.Join(TimeSpan.FromSeconds(10));

    public Errno Unmount(bool detach = false)
    {
        Errno error = FuseMount.Close(PathText.Bytes(Directory), detach);
        mounted = error != Errno.Ok;
        return error;
    }

    public void Dispose()
    {
        if (mounted)
        {
            FuseMount.Close(PathText.Bytes(Directory), detach: true).OrThrow();
        }

        if (WaitForEnd())
        {
            session.Dispose();
        }

        System.IO.Directory.Delete(Directory);
        Files.Dispose();
    }
}
