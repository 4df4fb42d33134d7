using System.Diagnostics;
using Strata.Linux;
using Xunit;

namespace Strata.Fuse.Tests;

[Trait("Kind", "Mount")]
public sealed class InterruptTests : IDisposable
{
    private const int SigKill = 9;
    private const int SigUser1 = 10;
    private readonly SemaphoreSlim opening = new(0);
    private readonly MemoryMount mount;

    public InterruptTests()
    {
        MemoryFileSystem files = new();
        mount = new MemoryMount(files);
        File.WriteAllText(mount.At("slow"), "content");
        files.SlowOpens = opening;
    }

    public void Dispose()
    {
        mount.Dispose();
        opening.Dispose();
    }

    [Fact]
    public void ProgramThatIsKilledWhileItWaits_GoesBeforeItsAnswerIsReady()
    {
        using Process cat = Process.Start("cat", [mount.At("slow")]);
        Assert.True(opening.Wait(TimeSpan.FromSeconds(10)));

        Stopwatch watch = Stopwatch.StartNew();
        Sys.Kill(cat.Id, SigKill).OrThrow("kill");
        Assert.True(cat.WaitForExit(TimeSpan.FromSeconds(10)));

        Assert.Equal(128 + SigKill, cat.ExitCode);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1.5), $"it took {watch.Elapsed}");
        Assert.Empty(mount.Log.Lines);
    }

    [Fact]
    public void SignalThatIsCaught_LeavesTheProgramItsAnswer()
    {
        ProcessStartInfo start = new("bash", ["-c", $"trap 'echo caught' USR1; read -r line <'{mount.At("slow")}'; echo \"got $line\""]) { RedirectStandardOutput = true };
        using Process shell = Process.Start(start)!;
        Assert.True(opening.Wait(TimeSpan.FromSeconds(10)));

        Sys.Kill(shell.Id, SigUser1).OrThrow("kill");

        Assert.Equal("caught\ngot content\n", shell.StandardOutput.ReadToEnd());
        Assert.Empty(mount.Log.Lines);
    }
}
