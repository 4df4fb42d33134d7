using Strata.Linux;
using Strata.Testing;
using Xunit;

namespace Strata.Engines.Tests;

/// <summary>Lower folders are taken as overlayfs takes them: read without a trace, out of reach for writing, each without what is mounted in it.</summary>
[Trait("Kind", "Mount")]
public sealed class OverlayLowerTests : OverlayTest
{
    public OverlayLowerTests()
    {
        Directory.CreateDirectory(At("lower"));
        MountTmpfs("lower");
        Write("lower/file", new string('x', 1 << 20));
        Write("lower/dir/in", "text");
        File.CreateSymbolicLink(At("lower/link"), "file");
    }

    [Fact]
    public void Reading_LeavesTimesOfAccess()
    {
        // Looked at by statx(2) alone, find(1) would open the folders.
        const string Times = "stat -c '%n %X' lower lower/file lower/dir lower/dir/in lower/link";
        const string ReadAll = "ls dir > /dev/null; cat file dir/in > /dev/null; readlink link > /dev/null; python3 -c 'import mmap; f = open(\"file\"); mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ)[5]'";
        Tool.Script(Folder, "find lower -exec touch -h -a -d @1000000000 {} +");
        string before = Tool.Script(Folder, Times);
        MountWritable("lower");
        Tool.Script(Merged, ReadAll);
        Tool.Script(Merged, "touch dir/new; cp -a file copy");

        Assert.Equal(before, Tool.Script(Folder, Times));

        // That they could have changed.
        Tool.Script(At("lower"), ReadAll);
        Assert.DoesNotContain(Tool.Script(Folder, Times).Split('\n')[1..5], line => line.EndsWith(" 1000000000", StringComparison.Ordinal));
    }

    [Fact]
    public void ServersDescriptors_CannotWriteToALower()
    {
        MountWritable("lower");
        int server = Assert.Single(Processes());

        string said = Tool.Run("/", null, "bash", "-c", $"""
            for fd in /proc/{server}/fd/*; do
                [ -e $fd/link ] && [ ! -e $fd/merged ] && echo x > $fd/file
            done
            """).Errors;

        Assert.Contains("Read-only file system", said, StringComparison.Ordinal);
        Assert.Equal(new string('x', 1 << 20), Read("lower/file"));
    }

    [Fact]
    public async Task FilesOfClones_AreReadByPassthrough()
    {
        Version kernel = Environment.OSVersion.Version;
        using System.Diagnostics.Process process = Tool.Start(Folder, null, Program, "-d", "-o", "lowerdir=lower", Merged);
        Task<string> told = process.StandardError.ReadToEndAsync();
        Eventually(() => File.Exists(At("merged/file")), () => "no mount");
        Assert.Equal(1 << 20, File.ReadAllBytes(At("merged/file")).Length);
        Tool.Check("/", "umount", Merged);
        process.WaitForExit();

        Assert.Contains(": Open of node", await told, StringComparison.Ordinal);
        Assert.Equal(kernel < new Version(6, 9), (await told).Contains(": Read of node", StringComparison.Ordinal));
    }

    [Fact]
    public void HandlesOfClones_AreThoseOfTheirFileSystem()
    {
        Write("here/file", "text");
        Tool.Script(Folder, "ln here/file here/same");
        MountWritable("here", "index=on");
        File.AppendAllText(At("merged/file"), "+");
        string ours = Tool.Check(Merged, "stat", "-c", "%h %i", "file", "same");
        Assert.Equal("text+", Read("merged/same"));
        Unmount();
        MountWritable("here", "index=on");
        Assert.Equal(ours, Tool.Check(Merged, "stat", "-c", "%h %i", "file", "same"));
        Unmount();

        // The kernel compares the handle and uuid in the upper's and the index's origins with those of its own layers.
        Tool.Check(Folder, "mount", "-t", "overlay", "none", "-o", "lowerdir=here,upperdir=upper,workdir=work,index=on", Merged);
        Assert.Equal(ours, Tool.Check(Merged, "stat", "-c", "%h %i", "file", "same"));
        Assert.Equal("text+", Read("merged/same"));
    }

    [Fact]
    public void WhatIsMountedInALower_IsNotSeen()
    {
        MountTmpfs("lower/dir");
        Write("lower/dir/mounted", "");
        Tool.Check(Folder, "mount", "-t", "overlay", "none", "-o", "lowerdir=lower:bin", Merged);
        string theirs = Names("merged/dir");
        Sys.Unmount(PathText.Bytes(Merged), 0).OrThrow();

        Mount("lowerdir=lower");

        Assert.Equal(("in", "in"), (theirs, Names("merged/dir")));
    }

    [Fact]
    public void WhatIsMountedInALowerLater_IsNeitherSeenNorHeld()
    {
        Tool.Check(Folder, "mount", "--make-shared", "lower");
        Mount("lowerdir=lower");
        MountTmpfs("lower/dir");
        Write("lower/dir/mounted", "");

        Assert.Equal("in", Names("merged/dir"));
        Assert.Equal(1, ClonesOf(Assert.Single(Processes())));
        Sys.Unmount(PathText.Bytes(At("lower/dir")), 0).OrThrow();
    }

    [Fact]
    public void UnmountedLower_GoesOnInTheMount()
    {
        MountWritable("lower");
        Sys.Unmount(PathText.Bytes(At("lower")), 0).OrThrow();

        Assert.Equal("", Names("lower"));
        Assert.Equal("text", Read("merged/dir/in"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(300)]
    public void FoldersOfOneMount_ShareOneClone(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Write($"lower/l/{i}/{i:d3}", "");
        }

        MountWritable(string.Join(':', Enumerable.Range(0, count).Select(i => $"lower/l/{i}")));

        Assert.Equal(count, Names("merged").Split(' ').Length);
        Assert.Equal(1, ClonesOf(Assert.Single(Processes())));
    }

    [Fact]
    public void FoldersOfSeveralMounts_HaveACloneEach()
    {
        // Two folders of two mounts of one file system, one of another, and one inside of the first.
        Write("lower/a/one", "1");
        Write("lower/b/two", "2");
        Write("lower/a/c/three", "3");
        Write("here/four", "4");
        Directory.CreateDirectory(At("bound"));
        Tool.Check(Folder, "mount", "--bind", "lower", "bound");

        MountWritable("lower/a:bound/b:here:lower/a/c:bound/a");

        Assert.Equal("c four one three two", Names("merged"));
        Assert.Equal(3, ClonesOf(Assert.Single(Processes())));
    }

    [Fact]
    public void LowerHiddenByAnotherMount_IsTheOneThatWasNamed()
    {
        // Its path leads to the other one by now.
        Write("lower/a/named", "");
        Write("lower/b/beside", "");
        Tool.Script(Folder, $"cd lower/a; mount -t tmpfs none ../a; exec {Program} -o lowerdir=.:../b,upperdir={At("upper")},workdir={At("work")} {Merged}");

        Assert.Equal("beside named", Names("merged"));
    }

    private void MountTmpfs(string path) =>
        Sys.Mount("none"u8, PathText.Bytes(At(path)), "tmpfs"u8, MountFlags.StrictAccessTime, default).OrThrow();

    /// <summary>By how many mounts that are in nobody's tree a process has folders open.</summary>
    private static int ClonesOf(int pid)
    {
        HashSet<string> known = [.. File.ReadAllLines("/proc/self/mountinfo").Select(line => line.Split(' ')[0])];
        return Directory.EnumerateFiles($"/proc/{pid}/fd")
            .Concat(Directory.EnumerateDirectories($"/proc/{pid}/fd"))
            .Where(Directory.Exists)
            .Select(fd => File.ReadAllLines(fd.Replace("/fd/", "/fdinfo/", StringComparison.Ordinal)).First(line => line.StartsWith("mnt_id:", StringComparison.Ordinal)))
            .Select(line => line.Split('\t')[1])
            .Distinct()
            .Count(id => !known.Contains(id));
    }
}
