using System.Diagnostics;
using Strata.Linux;
using Strata.Testing;
using Xunit;

namespace Strata.Engines.Tests;

/// <summary>The process: when it returns, what it keeps, when it ends.</summary>
[Trait("Kind", "Mount")]
public sealed class OverlayCommandTests : OverlayTest
{
    private const int SigTerm = 15;

    public OverlayCommandTests() => Write("lower/file", "text");

    [Fact]
    public void Mount_IsThereWhenTheCommandReturns()
    {
        MountWritable("lower");

        Assert.Equal("text", Read("merged/file"));
        Assert.Equal(["strata-overlay", Merged, "fuse.strata-overlay", "rw,nodev,noatime,user_id=0,group_id=0,default_permissions,allow_other"], MountLine()[..4]);
        const long FuseMagic = 0x65735546;
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(Merged), OpenFlags.ReadOnly, out FileFd root).OrThrow();
        using (root)
        {
            Sys.FStatFs(root, out FileSystemStat stat).OrThrow();
            Assert.Equal(FuseMagic, stat.Type);
        }
    }

    [Fact]
    public void Server_KeepsNothingOfWhoStartedIt()
    {
        // Tool.Run has read standard output and error to their ends here.
        MountWritable("lower");

        int server = Assert.Single(Processes());
        Assert.Equal(["/dev/null", "/dev/null", "/dev/null"], Enumerable.Range(0, 3).Select(number => Link($"/proc/{server}/fd/{number}")));
        Assert.Equal("/", Link($"/proc/{server}/cwd"));
        string[] stat = File.ReadAllText($"/proc/{server}/stat").Split(") ")[1].Split(' ');
        Assert.Equal(server.ToString(System.Globalization.CultureInfo.InvariantCulture), stat[3]); // A session of its own.
    }

    [Fact]
    public void Server_EndsWithItsMount()
    {
        MountWritable("lower");
        Unmount();
        Assert.Empty(Mounts());
        Assert.Empty(Names("merged"));
    }

    [Fact]
    public void Server_EndsOnceALazilyUnmountedFileIsClosed()
    {
        MountWritable("lower");
        using (FileStream open = File.OpenRead(At("merged/file")))
        {
            Tool.Check("/", "umount", "-l", Merged);

            Assert.Single(Processes());
            Assert.Equal('t', open.ReadByte());
        }

        WaitForServers();
    }

    [Fact]
    public void Server_EndsWithFusermount()
    {
        MountWritable("lower");
        Tool.Check("/", "fusermount3", "-u", Merged);
        WaitForServers();
    }

    [Fact]
    public void UpperFreedAMomentAgo_IsWaitedFor()
    {
        for (int i = 0; i < 5; i++)
        {
            MountWritable("lower");
            File.WriteAllText(At($"merged/{i}"), "");
            Sys.Unmount(PathText.Bytes(Merged), 2).OrThrow();
        }

        Assert.Equal("0 1 2 3 4", Names("upper"));
    }

    [Theory]
    [InlineData("-f")]
    [InlineData("-d")]
    [InlineData("-odebug")]
    public void ForegroundServer_TakesItsMountAwayWhenItIsTerminated(string word)
    {
        using Process process = Tool.Start(Folder, null, Program, word, "-o", "lowerdir=lower,upperdir=upper,workdir=work", Merged);
        Eventually(() => File.Exists(At("merged/file")), () => "no mount");

        Sys.Kill(process.Id, SigTerm).OrThrow();

        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(10)), "it goes on");
        Assert.Equal(0, process.ExitCode);
        Assert.Empty(Mounts());
    }

    [Fact]
    public async Task DebuggedServer_TellsEachRequest()
    {
        using Process process = Tool.Start(Folder, null, Program, "-d", "-o", "lowerdir=lower", Merged);
        Task<string> told = process.StandardError.ReadToEndAsync();
        Eventually(() => File.Exists(At("merged/file")), () => "no mount");
        Tool.Check("/", "umount", Merged);

        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(10)), "it goes on");
        Assert.Matches(@"strata-overlay: Lookup of node 1 by process \d+, (0:0|-:-): Ok\n", await told);
    }

    [Fact]
    public void TerminatedServer_TakesItsMountAway()
    {
        MountWritable("lower");
        Sys.Kill(Assert.Single(Processes()), SigTerm).OrThrow();
        WaitForServers();
        Assert.Empty(Mounts());
    }

    [Fact]
    public void ClosedStandardStreams_AreNoneOfTheMountsFolders()
    {
        Tool.Script(Folder, $"{Program} -o lowerdir=lower,upperdir=upper,workdir=work {Merged} <&- >&- 2>&-");
        Assert.Equal("text", Read("merged/file"));
        File.WriteAllText(At("merged/new"), "new");
        Unmount();
        Assert.Equal("new", Read("upper/new"));
    }

    [Theory]
    [InlineData("lowerdir nope: No such file or directory", "lowerdir=lower:nope")]
    [InlineData("lowerdir lower/file: Not a directory", "lowerdir=lower/file")]
    [InlineData("upperdir nope: No such file or directory", "lowerdir=lower,upperdir=nope,workdir=work")]
    [InlineData("workdir nope: No such file or directory", "lowerdir=lower,upperdir=upper,workdir=nope")]
    [InlineData("workdir and upperdir are both upper", "lowerdir=lower,upperdir=upper,workdir=upper")]
    [InlineData("workdir /dev/shm is not on the file system of upperdir upper", "lowerdir=lower,upperdir=upper,workdir=/dev/shm")]
    [InlineData("workdir not specified", "lowerdir=lower,upperdir=upper")]
    public void WhatCannotBeMounted_IsSaidWithExitCode1(string reason, string options)
    {
        Tool tool = Overlay("-o", options, Merged);

        Assert.Equal(new Tool(1, "", $"strata-overlay: {reason}\n"), tool);
        Assert.Empty(Mounts());
    }

    [Fact]
    public void MissingTarget_IsSaidWithExitCode1()
    {
        Assert.Equal(new Tool(1, "", "strata-overlay: mount on nowhere: No such file or directory\n"), Overlay("-o", "lowerdir=lower", "nowhere"));
    }

    [Fact]
    public void UpperInUse_IsSaid()
    {
        MountWritable("lower");
        Directory.CreateDirectory(At("other"));

        Tool tool = Overlay("-o", "lowerdir=lower,upperdir=upper,workdir=work", At("other"));

        Assert.Equal(new Tool(1, "", "strata-overlay: upperdir upper or workdir work is in use by another mount\n"), tool);
        Unmount();
    }

    [Fact]
    public void WarningsOfAMountThatIsMade_AreWritten()
    {
        Tool tool = Overlay("-o", "lowerdir=lower,nonsense,context=\"a,b\"", Merged);

        Assert.Equal(
            new Tool(0, "", "strata-overlay: unknown argument ignored: nonsense\nstrata-overlay: no SELinux here: ignored: context=\"a,b\"\n"), tool);
    }

    [Fact]
    public void Version_IsPrinted() => Assert.StartsWith("strata-overlay: version ", Overlay("--version").Output, StringComparison.Ordinal);

    private static string Link(string path) => Directory.ResolveLinkTarget(path, returnFinalTarget: false)!.FullName;
}
