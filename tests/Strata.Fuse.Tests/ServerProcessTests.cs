using System.Globalization;
using Strata.Linux;
using Xunit;

namespace Strata.Fuse.Tests;

[Trait("Kind", "Mount")]
public class ServerProcessTests
{
    private const int SigKill = 9;

    [Fact]
    public void InheritedDescriptor_IsServedByAnotherProcessUntilUnmounted()
    {
        string directory = Directory.CreateTempSubdirectory("fuse-test-").FullName;
        int server = Start(directory);

        string content = File.ReadAllText(Path.Combine(directory, "file"));
        FuseMount.Close(PathText.Bytes(directory), detach: false).OrThrow();

        Assert.Equal("served", content);
        Sys.WaitPid(server, block: true, out _, out int status).OrThrow();
        Assert.Equal(0, status);
        Directory.Delete(directory);
    }

    [Fact]
    public void KilledServer_LeavesAMountThatSaysSoAndCanBeTakenAway()
    {
        string directory = Directory.CreateTempSubdirectory("fuse-test-").FullName;
        byte[] path = PathText.Bytes(Path.Combine(directory, "file"));
        int server = Start(directory);
        Sys.StatAt(FileFd.WorkingDirectory, path, out _).OrThrow();
        Sys.OpenAt(FileFd.WorkingDirectory, path, OpenFlags.ReadOnly, out FileFd open).OrThrow();

        Sys.Kill(server, SigKill).OrThrow();
        Sys.WaitPid(server, block: true, out _, out _).OrThrow();

        Assert.Equal(Errno.ENOTCONN, Sys.OpenAt(FileFd.WorkingDirectory, path, OpenFlags.ReadOnly, out _));
        Assert.Equal(Errno.ENOTCONN, Sys.PRead(open, new byte[10], 0, out _));
        open.Dispose();
        Assert.Equal(Errno.Ok, FuseMount.Close(PathText.Bytes(directory), detach: true));
        Directory.Delete(directory);
    }

    private static int Start(string directory)
    {
        FuseMount.Open(PathText.Bytes(directory), new FuseMountOptions { Source = "memory:served" }, out FileFd device).OrThrow();
        using FileFd owned = device;
        SpawnRequest request = new()
        {
            Program = PathText.Bytes(Environment.ProcessPath!),
            Args = SpawnRequest.Words(
                Environment.ProcessPath!, typeof(ServerProcessTests).Assembly.Location, "serve", device.Number.ToString(CultureInfo.InvariantCulture)),
            Inherited = [device],
        };
        Sys.Spawn(request, out int pid).OrThrow();
        return pid;
    }
}
