using System.Diagnostics;
using Strata.Containers.Mounts.Kernel;
using Strata.Linux;
using Xunit;
using static Strata.Containers.Tests.KernelStage;

namespace Strata.Containers.Tests;

[Trait("Kind", "Mount")]
public sealed class LoopDevicesTests : IDisposable
{
    private readonly KernelStage stage = new();

    public void Dispose() => stage.Dispose();

    [Fact]
    public void ImageThatIsOpenTwice_HasOneDeviceUntilTheLastIsClosed()
    {
        using FileFd image = stage.Image("image", Directory(""));
        using FileFd other = stage.Image("other", Directory("x"));
        (FileFd first, string path) = Open(image);
        (FileFd second, string same) = Open(image);
        (FileFd third, string different) = Open(other);

        Assert.Equal(path, same);
        Assert.NotEqual(path, different);
        Assert.Equal(Errno.Ok, Sys.LoopGetStatus(first, out LoopInfo info));
        Assert.True(info.Flags.HasFlag(LoopFlags.ReadOnly | LoopFlags.AutoClear) && info.IsWhole);
        Assert.Equal(2, stage.Loops().Length);
        first.Dispose();
        Assert.Equal(2, stage.Loops().Length);
        second.Dispose();
        third.Dispose();
        stage.AssertNoLoops();
    }

    [Theory]
    [InlineData("--read-only", "--offset", "4096")]
    [InlineData]
    public void DeviceThatSomebodyElseSetUpOtherwise_IsNotTaken(params string[] options)
    {
        using FileFd image = stage.Image("image", Directory(""));
        string theirs = Losetup(["--find", "--show", .. options, $"{stage.Path}/image"]).Trim();
        try
        {
            (FileFd device, string path) = Open(image);
            device.Dispose();

            Assert.NotEqual(theirs, path);
        }
        finally
        {
            Losetup("--detach", theirs);
        }
    }

    private static (FileFd Device, string Path) Open(FileFd image)
    {
        Assert.Equal(Errno.Ok, LoopDevices.Open(image, out FileFd device, out byte[] path));
        return (device, PathText.Show(path));
    }

    private static string Losetup(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("losetup", arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
