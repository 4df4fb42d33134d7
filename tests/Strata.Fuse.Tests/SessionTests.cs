using Strata.Linux;
using Xunit;

namespace Strata.Fuse.Tests;

[Trait("Kind", "Mount")]
public class SessionTests
{
    [Fact]
    public void Unmount_EndsTheSession()
    {
        using MemoryMount mount = new(new MemoryFileSystem(), new SessionOptions { Readers = 3 });
        File.WriteAllText(mount.At("file"), "x");

        Errno error = mount.Unmount();

        Assert.Equal(Errno.Ok, error);
        Assert.True(mount.WaitForEnd());
        Assert.Equal(Errno.Ok, mount.Ended);
        Assert.False(File.Exists(mount.At("file")));
    }

    [Fact]
    public void MountWithAnOpenFile_IsBusyUntilItIsDetached()
    {
        using MemoryMount mount = new(new MemoryFileSystem());
        File.WriteAllText(mount.At("file"), "still here");
        using (StreamReader open = new(mount.At("file")))
        {
            Assert.Equal(Errno.EBUSY, mount.Unmount());
            Assert.Equal(Errno.Ok, mount.Unmount(detach: true));
            Assert.Equal("still here", open.ReadToEnd());
            Assert.Null(mount.Ended);
        }

        Assert.True(mount.WaitForEnd());
    }

    [Fact]
    public void MountTable_ShowsTheSourceAndType()
    {
        using MemoryMount mount = new(new MemoryFileSystem(), mountOptions: new FuseMountOptions { Source = "image:tag", Flags = MountFlags.ReadOnly | MountFlags.NoDevices });

        string line = File.ReadAllLines("/proc/self/mountinfo").Single(line => line.Contains($" {mount.Directory} ", StringComparison.Ordinal));

        Assert.Contains(" fuse.strata image:tag ro,user_id=0,group_id=0,default_permissions,allow_other", line, StringComparison.Ordinal);
        Assert.Contains(" ro,nodev,", line, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => File.WriteAllText(mount.At("file"), "x"));
    }

    [Fact]
    public void HandlerThatThrows_IsEioAndLoggedAndTheSessionGoesOn()
    {
        using MemoryMount mount = new(new MemoryFileSystem());

        Errno error = Sys.StatAt(FileFd.WorkingDirectory, mount.PathOf("crash"), out _);
        File.WriteAllText(mount.At("file"), "x");

        Assert.Equal(Errno.EIO, error);
        Assert.Equal("x", File.ReadAllText(mount.At("file")));
        Assert.Equal(["Lookup of 1: asked to crash"], mount.Log.Lines);
    }

    [Fact]
    public void IoctlAndLocks_HaveTheirUsualAnswers()
    {
        using MemoryMount mount = new(new MemoryFileSystem());
        File.WriteAllText(mount.At("file"), "x");
        Sys.OpenAt(FileFd.WorkingDirectory, mount.PathOf("file"), OpenFlags.ReadWrite, out FileFd file).OrThrow();
        using FileFd owned = file;

        const int Exclusive = 2;
        Assert.Equal(Errno.Ok, Sys.FLock(file, Exclusive));
        Assert.Throws<IOException>(() => new FileStream(mount.At("file"), System.IO.FileMode.Open, FileAccess.ReadWrite, FileShare.None));
    }

    [Fact]
    public void EightClientsAtOnce_AreServedByManyReaders()
    {
        using MemoryMount mount = new(new MemoryFileSystem { Timeout = CacheTime.None }, new SessionOptions { Readers = 4 });

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, client =>
        {
            for (int i = 0; i < 100; i++)
            {
                string name = mount.At($"client-{client}-{i}");
                File.WriteAllText(name, name);
                Assert.Equal(name, File.ReadAllText(name));
                if (i % 2 == 0)
                {
                    File.Delete(name);
                }
            }
        });

        Assert.Equal(400, Directory.GetFileSystemEntries(mount.Directory).Length);
        Assert.Empty(mount.Log.Lines);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void HandlersThatAreStuck_HoldUpNobodyElse(int stuck)
    {
        using MemoryMount mount = new(new MemoryFileSystem { Timeout = CacheTime.None }, new SessionOptions { Readers = 3 });
        File.WriteAllText(mount.At("file"), "x");
        Task<bool>[] slow = [.. Enumerable.Range(0, stuck).Select(i => Task.Run(() => File.Exists(mount.At($"slow-{i}"))))];
        Eventually.Is(() => mount.Files.SlowCalls == stuck);

        for (int i = 0; i < 20; i++)
        {
            Assert.Equal("x", File.ReadAllText(mount.At("file")));
        }

        Assert.DoesNotContain(slow, static task => task.IsCompleted);
        Eventually.Is(() => Array.TrueForAll(slow, static task => task.IsCompleted));
        Assert.Equal("x", File.ReadAllText(mount.At("file")));
    }

    [Fact]
    public void OnlyReader_HoldsUpEverybodyWhileItIsStuck()
    {
        using MemoryMount mount = new(new MemoryFileSystem { Timeout = CacheTime.None }, new SessionOptions { Readers = 1 });
        Task<bool> slow = Task.Run(() => File.Exists(mount.At("slow")));
        Eventually.Is(() => mount.Files.SlowCalls == 1);
        long start = Environment.TickCount64;

        Assert.False(File.Exists(mount.At("missing")));

        Assert.True(Environment.TickCount64 - start > 500);
        Eventually.Is(() => slow.IsCompleted);
    }

    [Fact]
    public void SteadyState_AllocatesNothingPerRequest()
    {
        QuietFileSystem files = new();
        string directory = Directory.CreateTempSubdirectory("fuse-test-").FullName;
        FuseMount.Open(PathText.Bytes(directory), new FuseMountOptions { Source = "quiet" }, out FileFd device).OrThrow();
        using FuseSession session = new(device, files, new SessionOptions(), new RecordingLog());
        Thread server = new(() => session.Run());
        server.Start();
        byte[] path = PathText.Bytes(Path.Combine(directory, "name"));
        for (int i = 0; i < 3000; i++)
        {
            Sys.StatAt(FileFd.WorkingDirectory, path, out _).OrThrow();
        }

        long before = files.Allocated;
        for (int i = 0; i < 3000; i++)
        {
            Sys.StatAt(FileFd.WorkingDirectory, path, out _).OrThrow();
        }

        long after = files.Allocated;
        FuseMount.Close(PathText.Bytes(directory), detach: true).OrThrow();
        server.Join();
        Directory.Delete(directory);
        Assert.True(files.Lookups >= 6000);
        Assert.InRange(after - before, 0, 3000);
    }
}
