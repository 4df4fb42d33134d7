using Strata.Linux;
using Strata.Testing;
using Xunit;

namespace Strata.Engines.Tests;

/// <summary>Which folders are mounted, and how they are named.</summary>
[Trait("Kind", "Mount")]
public sealed class OverlayFolderTests : OverlayTest
{
    [Fact]
    public void OneFolderWithoutAnUpper_IsReadOnly()
    {
        Write("lower/file", "text");

        Mount("lowerdir=lower");

        Assert.StartsWith("ro,", MountLine()[3], StringComparison.Ordinal);
        Assert.Throws<IOException>(() => File.WriteAllText(At("merged/file"), ""));
        Assert.Equal("text", Read("merged/file"));
    }

    [Fact]
    public void RelativePaths_StartAtTheEnginesFolder()
    {
        // As Podman calls it: in its overlay folder, with links to the layers.
        Write("layers/1/diff/one", "1");
        Write("layers/2/diff/two", "2");
        Directory.CreateDirectory(At("l"));
        File.CreateSymbolicLink(At("l/AAA"), "../layers/2/diff");
        File.CreateSymbolicLink(At("l/BBB"), "../layers/1/diff");

        MountWritable("l/AAA:l/BBB");

        Assert.Equal("one two", Names("merged"));
    }

    [Fact]
    public void EscapedPaths_AreFound()
    {
        Write("a:b/one", "");
        Write("c,d/two", "");
        Write("e\\f/three", "");
        Directory.CreateDirectory(At("up,per:"));

        Mount(@"lowerdir=a\:b:c\,d:e\\f,upperdir=up\,per\:,workdir=work");
        File.WriteAllText(At("merged/new"), "");

        Assert.Equal("new one three two", Names("merged"));
        Assert.Equal("new", Names("up,per:"));
    }

    [Fact]
    public void QuotedPath_KeepsItsCommas()
    {
        Write("c,d/two", "");

        Mount("lowerdir=\"c,d\"");

        Assert.Equal("two", Names("merged"));
    }

    [Fact]
    public void PathsThatAreNoUtf8_AreFound()
    {
        Tool.Script(Folder, $"""
            d=$(printf 'x\xff')
            mkdir "$d"
            touch "$d/file"
            {Program} -o "lowerdir=$d,upperdir=upper,workdir=work" {Merged} </dev/null >/dev/null 2>&1
            """);

        Assert.Equal("file", Names("merged"));
    }

    [Fact]
    public void FiveHundredLowers_AreOneTree()
    {
        for (int i = 0; i < 500; i++)
        {
            Write($"l/{i}/f{i:d3}", $"{i}");
            Write($"l/{i}/dir/same", $"{i}");
        }

        MountWritable(string.Join(':', Enumerable.Range(0, 500).Select(i => $"l/{i}")));
        File.AppendAllText(At("merged/f499"), "+");
        File.AppendAllText(At("merged/dir/same"), "+");

        Assert.Equal(501, Directory.GetFileSystemEntries(Merged).Length);
        Assert.Equal(("0+", "499+", "250"), (Read("merged/dir/same"), Read("upper/f499"), Read("merged/f250")));
    }

    [Fact]
    public void FoldersOfSeveralFileSystems_HaveNumbersOfTheirOwn()
    {
        Array.ForEach(["one", "two"], name =>
        {
            Directory.CreateDirectory(At(name));
            Sys.Mount("none"u8, PathText.Bytes(At(name)), "tmpfs"u8, MountFlags.None, default).OrThrow();
            Write($"{name}/{name}", name);
        });
        Write("three/three", "3");

        MountWritable("one:two:three");

        string[] numbers = Tool.Check(Merged, "stat", "-c", "%i", "one", "two", "three").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, numbers.Distinct().Count());
        Assert.Equal(("one", "two", "3"), (Read("merged/one"), Read("merged/two"), Read("merged/three")));
    }

    [Theory]
    [InlineData("mount.fuse3 strata-overlay#tank merged -o lowerdir=lower,upperdir=upper,workdir=work", "tank", "rw,noatime")]
    [InlineData("mount -t fuse.strata-overlay tank merged -o lowerdir=lower,upperdir=upper,workdir=work,noexec", "tank", "rw,noexec,noatime")]
    [InlineData("mount -T fstab merged", "strata-overlay", "ro,nosuid,nodev,noatime")]
    public void MountCommand_Mounts(string command, string source, string options)
    {
        Write("lower/file", "text");
        Write("fstab", $"strata-overlay {Merged} fuse.strata-overlay noauto,nofail,nosuid,nodev,x-initrd.mount,lowerdir={At("lower")} 0 0\n");

        // mount(8) gives its helpers no PATH, and the shell's own begins with this folder.
        string[] line = Tool.Script(Folder, $"""
            unshare --mount --propagation private bash -ec 'mount --bind bin /usr/local/sbin; {command}; cat merged/file; grep " {Merged} " /proc/self/mounts; umount {Merged}'
            """).Split(' ');

        Assert.Equal(("text" + source, "fuse.strata-overlay"), (line[0], line[2]));
        Assert.StartsWith(options + ",user_id", line[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("private", "")]
    [InlineData("rshared", "shared:")]
    public void Propagation_IsAsAskedFor(string option, string tag)
    {
        Write("lower/file", "text");

        MountWritable("lower", option);

        string line = Assert.Single(File.ReadLines("/proc/self/mountinfo"), line => line.Split(' ')[4] == Merged);
        string tags = string.Join(' ', line.Split(" - ")[0].Split(' ').Skip(6));
        Assert.StartsWith(tag, tags, StringComparison.Ordinal);
        Assert.Equal(tag.Length == 0, tags.Length == 0);
    }
}
