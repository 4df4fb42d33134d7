using System.Text;
using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

/// <summary>Hard links of a file of the lower, which stay hard links.</summary>
[Trait("Kind", "Mount")]
public sealed class IndexTests : IDisposable
{
    private const string KernelOptions = "redirect_dir=on,index=on,metacopy=on";
    private readonly UnionFixture union = new() { Options = new UnionOptions { Index = IndexMode.On } };

    /// <summary>Commands of a shell in the mount, which are played over the union and over the kernel's overlayfs.</summary>
    public static TheoryData<string> Scripts => new(
        "echo changed > d/a",
        "chmod 600 e/b",
        "chown 7 d/link",
        "rm d/a",
        "rm d/a; echo changed > e/b",
        "rm d/a; rm e/b; rm c",
        "rm d/a e/b c; echo other > c",
        "echo changed > d/a; rm d/a; rm e/b; rm c",
        "ln d/a e/new; rm c",
        "echo changed > c; ln d/a e/new; rm e/b; echo more > e/new",
        "mv d/a e/moved; echo changed > e/b",
        "mv d/a d/moved; rm c; mv other e/b",
        "mv other c; echo changed > d/a",
        "mv -T d d2; echo changed > e/b; rm d2/a",
        "chmod 600 d/a; mv e/b e/renamed; ln c d/again; mv e dir",
        "rm d/link; ln e/link2 d/third; rm e/link2");

    public void Dispose() => union.Dispose();

    private void Fill()
    {
        union.Write(union.Lower("d/a"), "content");
        Directory.CreateDirectory(union.Lower("e"));
        Link("d/a", "e/b");
        Link("d/a", "c");
        File.CreateSymbolicLink(union.Lower("d/link"), "a");
        Link("d/link", "e/link2");
        union.Write(union.Lower("other"), "other");
    }

    private void Link(string path, string other) =>
        Sys.LinkAt(FileFd.WorkingDirectory, UnionFixture.Bytes(union.Lower(path)), FileFd.WorkingDirectory, UnionFixture.Bytes(union.Lower(other))).OrThrow();

    [Theory]
    [MemberData(nameof(Scripts))]
    public void LinksOfTheLower_StayLinks_AsWithTheKernelsIndex(string script)
    {
        Fill();
        union.ByKernel(KernelOptions, mount => TestDisk.Run("sh", "-c", $"umask 022; cd {mount}; {script}"));
        string kernel = WithoutTimes(union.DescribeByKernel(KernelOptions));
        string kernelIndex = Index();
        Assert.Equal(kernel, WithoutTimes(union.Describe()));
        union.Clear();

        Play(script);
        Assert.Equal(kernel, WithoutTimes(union.Describe()));
        string before = Numbers();
        Assert.Equal(kernelIndex, Index());
        union.Close();
        Assert.Equal(kernel, WithoutTimes(union.Describe()));
        Assert.Equal(before, Numbers());
        Assert.Equal(kernel, WithoutTimes(union.DescribeByKernel(KernelOptions)));
        Assert.Equal(kernelIndex, Index());
    }

    [Fact]
    public void NamesOfALowerFile_AreOneNode_BeforeAndAfterItsCopyUp()
    {
        Fill();
        UnionNode node = union.Node("d/a");
        Assert.Same(node, union.Node("c"));
        using OpenFile reader = Open("c");
        union.Overwrite("d/a", "changed");
        Assert.Same(node, union.Node("e/b"));
        Assert.Equal("changed", UnionFixture.ReadAll(reader));
        Assert.Equal("changed", union.Read("e/b"));
        Assert.Equal(3u, union.Stat("e/b").Links);
        Assert.Equal(node.Ino, union.Stat("e/b").Ino);

        // Known names came up with the change, the other one stayed; it comes with the next.
        Assert.True(File.Exists(union.Upper("c")));
        Assert.False(File.Exists(union.Upper("e/b")));
        union.Overwrite("e/b", "again");
        Assert.Equal("again", File.ReadAllText(union.Upper("e/b")));
        Assert.Equal("again", union.Read("c"));
        Assert.Equal("content", File.ReadAllText(union.Lower("c")));
    }

    [Fact]
    public void RemovedNames_AreCounted_AndTheLastTakesTheIndexsEntry()
    {
        Fill();
        using OpenFile open = Open("d/a");
        UnionNode node = open.Node;
        union.Unlink("d", "a").OrThrow();
        Assert.Equal(2u, Stat(node).Links);
        Assert.Equal(2u, union.Stat("c").Links);
        Assert.Same(node, union.Node("c"));
        union.Unlink("", "c").OrThrow();
        Assert.Equal(1u, Stat(node).Links);
        Assert.Equal(Errno.Ok, union.Rename("", "other", "e", "b"));
        Assert.Equal(0u, Stat(node).Links);
        Assert.Equal("content", UnionFixture.ReadAll(open));
        Assert.Equal("", Index());
    }

    [Fact]
    public void WithoutAnIndex_TheFirstChangePartsThem()
    {
        union.Options = new UnionOptions { Index = IndexMode.Off };
        Fill();
        union.Overwrite("d/a", "changed");
        Assert.Equal("content", union.Read("c"));
        Assert.NotEqual(union.Stat("d/a").Ino, union.Stat("c").Ino);
        Assert.False(Directory.Exists(union.At("work/index")));
    }

    [Fact]
    public void LeftoversInTheIndex_AreRepairedAtTheNextStart()
    {
        Fill();
        union.Overwrite("d/a", "changed");
        union.Close();
        string entry = Directory.EnumerateFiles(union.At("work/index")).Single();
        File.WriteAllText(union.At("work/index/#7"), "staged");
        Directory.CreateDirectory(union.At("work/index/#8/deep"));
        string name = Path.GetFileName(entry);
        string stale = union.At("work/index/" + (name[^1] == '0' ? name[..^1] + "1" : name[..^1] + "0"));
        File.WriteAllText(stale, "an entry of a file that is not there");

        // And one whose last name went before the entry could go.
        string orphan = Orphan();
        Assert.Equal("changed", union.Read("c"));
        Assert.False(File.Exists(union.At("work/index/#7")));
        Assert.False(Directory.Exists(union.At("work/index/#8")));
        Assert.False(File.Exists(stale));
        Assert.False(File.Exists(orphan));
        Assert.True(File.Exists(entry));
        Assert.Equal(3u, union.Stat("c").Links);
    }

    [Fact]
    public void IndexOfOtherFolders_IsRefused_OrNotUsedWhereNobodyAskedForIt()
    {
        Fill();
        union.Overwrite("d/a", "changed");
        union.Close();
        TestDisk.Run("setfattr", "-n", "trusted.overlay.upper", "-v", "0x00fb1d0401000000000000000000000000000000000100000002000000", union.At("work/index"));
        Assert.Equal(Errno.ESTALE, union.TryOpen(new UnionOptions { Index = IndexMode.On }));
        Assert.NotEqual(Errno.Ok, KernelMounts());
        string before = Index();
        union.Open(new UnionOptions { Index = IndexMode.Auto });
        union.Overwrite("e/b", "other");
        Assert.Equal("other", union.Read("c"));
        Assert.Equal("changed", union.Read("d/a"));
        union.Close();
        Assert.Equal(before, Index());
    }

    [Fact]
    public void WithoutHandles_LinksAreOneFileAsLongAsTheUnionIsOpen()
    {
        // An overlay has no handles.
        string below = union.At("below");
        string empty = union.At("empty");
        Directory.CreateDirectory(empty);
        Directory.CreateDirectory(below);
        Fill();
        Directory.Move(union.At("lower2"), union.At("real"));
        Directory.CreateDirectory(union.At("lower2"));
        Sys.Mount("overlay"u8, UnionFixture.Bytes(union.At("lower2")), "overlay"u8, default, UnionFixture.Bytes($"lowerdir={union.At("real")}:{empty}")).OrThrow();
        try
        {
            ulong number = union.Stat("d/a").Ino;
            union.Overwrite("d/a", "changed");
            Assert.Equal("changed", union.Read("e/b"));
            Assert.Equal(3u, union.Stat("c").Links);
            union.Unlink("d", "a").OrThrow();
            union.Unlink("", "c").OrThrow();
            Assert.Equal(1u, union.Stat("e/b").Links);
            Assert.Equal(number, union.Stat("e/b").Ino);
            Assert.Equal("changed", union.Read("e/b"));
            union.Overwrite("e/b", "again");
            union.Close();
            Assert.Equal("again", union.Read("e/b"));
            Assert.Equal(Errno.ENOENT, union.TryFind("c", out _, out _));
            Assert.Empty(Directory.EnumerateFileSystemEntries(union.At("work/work")));
            Assert.False(Directory.Exists(union.At("work/index")));
            union.Close();
        }
        finally
        {
            TestDisk.Unmount(union.At("lower2"));
        }
    }

    [Fact]
    public void LinksInAChainImage_StayLinks_AlsoForTheKernelOverTheSameImage()
    {
        byte[] large = new byte[9000];
        using ChainFixture chain = new(new ChainLayer().Directory("d").File("d/a", large).Link("b", "d/a").Link("d/c", "d/a").File("s", "small"u8.ToArray()).Link("t", "s"))
        {
            Options = new UnionOptions { Index = IndexMode.On },
        };
        Assert.Same(chain.Node("d/a"), chain.Node("b"));
        chain.Overwrite("b", "changed");
        chain.Tree.SetAttributes(chain.Node("t"), null, new NodeChange { Mode = 0x180 }, chain.Changes, out _).OrThrow();
        chain.Unlink("", "s").OrThrow();
        string ours = chain.Describe();
        Assert.Contains("/d/c 81a4 0:0 links=3", ours, StringComparison.Ordinal);
        Assert.Contains("/t 8180 0:0 links=1", ours, StringComparison.Ordinal);
        Assert.Equal(ours, chain.DescribeByKernel(KernelOptions));
        chain.ByKernel(KernelOptions, mount => TestDisk.Run("sh", "-c", $"cd {mount}; echo more >> d/c; rm d/a"));
        Assert.Equal("changedmore\n", chain.Read("b"));
        Assert.Equal(2u, chain.Stat("d/c").Links);
        Assert.Equal(chain.Describe(), chain.DescribeByKernel(KernelOptions));
    }

    [Fact]
    public void CopyUpOfALink_WithoutSpaceForItsName_ChangesNothing()
    {
        using TestDisk disk = new("tmpfs", 16);
        using UnionFixture full = new(disk.Root) { Options = new UnionOptions { Index = IndexMode.On } };
        full.Write(full.Lower("d/a"), "content");
        Sys.LinkAt(FileFd.WorkingDirectory, UnionFixture.Bytes(full.Lower("d/a")), FileFd.WorkingDirectory, UnionFixture.Bytes(full.Lower("b"))).OrThrow();
        string before = full.Describe();
        TestDisk.Run("mount", "-o", $"remount,nr_inodes={Inodes(disk.Root) + 2}", disk.Root);
        Assert.Equal(Errno.ENOSPC, full.Unlink("d", "a"));
        Assert.Equal(before, full.Describe());
        Assert.Empty(Directory.EnumerateFileSystemEntries(full.At("work/work")));
        Assert.Empty(Directory.Exists(full.At("work/index")) ? Directory.EnumerateFileSystemEntries(full.At("work/index")) : []);
        TestDisk.Run("mount", "-o", "remount,nr_inodes=100", disk.Root);
        full.Unlink("d", "a").OrThrow();
        Assert.Equal(1u, full.Stat("b").Links);
        Assert.Equal(full.Describe(), full.DescribeByKernel(KernelOptions));
    }

    private static long Inodes(string path) => long.Parse(TestDisk.Run("sh", "-c", $"df --output=iused {path} | tail -1").Trim(), System.Globalization.CultureInfo.InvariantCulture);

    private static FileStat StatOf(string path)
    {
        Sys.StatAt(FileFd.WorkingDirectory, UnionFixture.Bytes(path), out FileStat stat).OrThrow(path);
        return stat;
    }

    private static string WithoutTimes(string description) =>
        System.Text.RegularExpressions.Regex.Replace(description, @" mtime=\S+", "");

    private FileStat Stat(UnionNode node)
    {
        union.Tree.GetAttributes(node, out FileStat stat).OrThrow();
        return stat;
    }

    private OpenFile Open(string path)
    {
        union.Tree.Open(union.Node(path), OpenFlags.ReadOnly, false, union.Changes, out OpenFile? file).OrThrow(path);
        return file!;
    }

    private string Numbers() => string.Join(' ', ((string[])["d/a", "e/b", "c", "d/link", "e/link2"]).Select(path =>
        union.TryFind(path, out _, out FileStat stat) == Errno.Ok ? stat.Ino.ToString(System.Globalization.CultureInfo.InvariantCulture) : "-"));

    private Errno KernelMounts()
    {
        string data = $"lowerdir={union.At("lower1")}:{union.At("lower2")},upperdir={union.At("upper")},workdir={union.At("work")},{KernelOptions}";
        Errno error = Sys.Mount("overlay"u8, UnionFixture.Bytes(union.At("mnt")), "overlay"u8, default, UnionFixture.Bytes(data));
        if (error == Errno.Ok)
        {
            TestDisk.Unmount(union.At("mnt"));
        }

        return error;
    }

    /// <summary>An entry as a crash between the removal of the last name and of the entry leaves it.</summary>
    private string Orphan()
    {
        union.Write(union.Lower("x"), "x");
        Link("x", "y");
        union.Overwrite("x", "changed");
        union.Close();
        string entry = Directory.EnumerateFiles(union.At("work/index")).Single(path => File.ReadAllText(path) == "changed" && StatOf(path).Ino == StatOf(union.Upper("x")).Ino);
        File.Delete(union.Upper("x"));
        TestDisk.Run("setfattr", "-n", "trusted.overlay.nlink", "-v", "U-1", entry);
        return entry;
    }

    /// <summary>The entries of the index with what they say, sorted: the copies' own counts follow from which names came up.</summary>
    private string Index()
    {
        StringBuilder text = new();
        string folder = union.At("work/index");
        foreach (string path in Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal).ToArray() : [])
        {
            byte[] count = new byte[20];
            Errno error = Sys.LGetXattr(FileFd.WorkingDirectory, UnionFixture.Bytes(path), "trusted.overlay.nlink"u8, count, out int length);
            int difference = error == Errno.Ok && count[0] == (byte)'U' ? int.Parse(Encoding.ASCII.GetString(count, 1, length - 1), System.Globalization.CultureInfo.InvariantCulture) : int.MinValue;
            text.Append($"{Path.GetFileName(path)} names={(int)StatOf(path).Links + difference}\n");
        }

        return text.ToString();
    }

    private void Play(string script)
    {
        foreach (string step in script.Split("; "))
        {
            string[] words = step.Split(' ');
            switch (words[0])
            {
                case "echo":
                    (string folder, string name) = Parts(words[3]);
                    if (union.TryFind(words[3], out _, out _) == Errno.ENOENT)
                    {
                        union.Create(folder, name, words[1] + "\n");
                    }
                    else
                    {
                        union.Overwrite(words[3], words[1] + "\n");
                    }

                    break;
                case "chmod":
                    union.Tree.SetAttributes(union.Node(words[2]), null, new NodeChange { Mode = Convert.ToUInt32(words[1], 8) }, union.Changes, out _).OrThrow();
                    break;
                case "chown":
                    // Not of a symlink itself, but of what it leads to.
                    string target = words[2] == "d/link" ? "d/a" : words[2];
                    union.Tree.SetAttributes(union.Node(target), null, new NodeChange { Uid = 7 }, union.Changes, out _).OrThrow();
                    break;
                case "rm":
                    foreach (string path in words[1..])
                    {
                        (folder, name) = Parts(path);
                        union.Unlink(folder, name).OrThrow(path);
                    }

                    break;
                case "ln":
                    (folder, name) = Parts(words[2]);
                    union.Tree.MakeLink(union.Node(words[1]), union.Node(folder), UnionFixture.Bytes(name), union.Changes, out _, out _).OrThrow();
                    break;
                default:
                    (folder, name) = Parts(words[^2]);
                    (string newFolder, string newName) = Parts(words[^1]);
                    union.Rename(folder, name, newFolder, newName).OrThrow();
                    break;
            }
        }

        static (string Folder, string Name) Parts(string path) => (Path.GetDirectoryName(path)!, Path.GetFileName(path));
    }
}
