using Strata.Linux;
using Xunit;

namespace Strata.Cli.Tests;

/// <summary>What --verify is for: a content that changed on the disk is an error, not wrong bytes.</summary>
[Trait("Kind", "Mount")]
public sealed class VerifyTests : NothingLeft
{
    private readonly string target;
    private readonly string content;
    private readonly byte[] bytes;

    public VerifyTests(BusyboxStore store)
        : base(store)
    {
        target = Directory.CreateDirectory(Path.Combine(store.Folder, "verified")).FullName;
        content = Directory.EnumerateFiles(Path.Combine(store.Root, "objects"), "*", SearchOption.AllDirectories).MaxBy(path => new FileInfo(path).Length)!;
        bytes = File.ReadAllBytes(content);
    }

    private string Seen => Path.Combine(target, "bin/busybox");

    [Fact]
    public void ContentThatChanged_IsAnErrorAndNotWrongBytes()
    {
        byte[] changed = [.. bytes];
        changed[^1] ^= 1;
        try
        {
            Store.Ok("mount", "--verify", "bb", target);
            Assert.Equal(bytes, File.ReadAllBytes(Seen));
            Assert.Equal(bytes, File.ReadAllBytes(Seen));
            Store.Ok("umount", target);
            File.WriteAllBytes(content, changed);

            // The disk is trusted without the option.
            Store.Ok("mount", "bb", target);
            Assert.Equal(changed, File.ReadAllBytes(Seen));
            Store.Ok("umount", target);

            Store.Ok("mount", "--verify", "bb", target);
            Assert.Equal((int)Errno.EIO, Assert.Throws<IOException>(() => File.ReadAllBytes(Seen)).HResult);
            Assert.Equal("text", File.ReadAllText(Path.Combine(target, "etc/no-program")));
            File.WriteAllBytes(content, bytes);
            Assert.Equal(bytes, File.ReadAllBytes(Seen));
            Store.Ok("umount", target);
        }
        finally
        {
            File.WriteAllBytes(content, bytes);
        }
    }

    [Fact]
    public void CopyUp_TakesNoWrongBytes()
    {
        string upper = Directory.CreateDirectory(Path.Combine(Store.Folder, "upper")).FullName;
        string work = Directory.CreateDirectory(Path.Combine(Store.Folder, "work")).FullName;
        try
        {
            File.WriteAllBytes(content, [.. bytes[..^1], (byte)~bytes[^1]]);
            Store.Ok("mount", "--verify", "--upper", upper, "--work", work, "bb", target);

            Assert.Equal((int)Errno.EIO, Assert.Throws<IOException>(() => File.AppendAllText(Seen, "more")).HResult);

            Store.Ok("umount", target);
            Assert.False(File.Exists(Path.Combine(upper, "bin/busybox")));
        }
        finally
        {
            File.WriteAllBytes(content, bytes);
            Directory.Delete(upper, recursive: true);
            Directory.Delete(work, recursive: true);
        }
    }

    [Fact]
    public void Run_Verifies()
    {
        Assert.Equal("seen\n", Store.Ok("run", "--rm", "--verify", "bb", "echo", "seen"));
    }

    [Fact]
    public void KernelDriver_CannotVerify()
    {
        (int code, _, string errors) = Store.Run("mount", "--driver", "kernel", "--verify", "bb", target);

        Assert.Equal(125, code);
        Assert.Contains("--verify", errors, StringComparison.Ordinal);
        Store.Ok("mount", "--driver", "auto", "--verify", "bb", target);
        Assert.Contains(File.ReadAllLines("/proc/self/mountinfo"), line => line.Contains($" {target} ", StringComparison.Ordinal) && line.Contains(" fuse.strata ", StringComparison.Ordinal));
        Store.Ok("umount", target);
    }
}
