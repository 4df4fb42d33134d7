using System.Diagnostics;
using System.Formats.Tar;
using System.Text;
using Strata.Linux;
using Strata.Union;
using Xunit;

namespace Strata.Containers.Tests;

/// <summary>Uppers that change while they are read, as those of running containers do.</summary>
[Trait("Kind", "Unit")]
public sealed class RunningContainerTests : IDisposable
{
    private readonly CommitStage stage = new();
    private readonly (string Upper, string Work) folders;

    public RunningContainerTests() => folders = stage.NewFolders();

    public void Dispose() => stage.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatGoesAwayAfterItsFolderWasRead_IsPassedOver(bool isRelative)
    {
        Write("a", "1");
        Write("file", "2");
        File.CreateSymbolicLink($"{folders.Upper}/link", "a");
        Write("tree/in", "3");
        Write("z", "4");

        List<string> found = Scan(isRelative, (path, _) =>
        {
            if (path == "a")
            {
                File.Delete($"{folders.Upper}/file");
                File.Delete($"{folders.Upper}/link");
                Directory.Delete($"{folders.Upper}/tree", recursive: true);
            }
        });

        Assert.Contains("a", found);
        Assert.Contains("z", found);
        Assert.DoesNotContain("file", found);
        Assert.DoesNotContain("link", found);
        Assert.DoesNotContain("tree", found);
    }

    [Fact]
    public void FolderThatGoesAwayAfterItWasDescribed_IsEmpty()
    {
        Write("tree/in", "1");
        Write("z", "2");

        List<string> found = Scan(isRelative: true, (path, _) =>
        {
            if (path == "tree")
            {
                Directory.Delete($"{folders.Upper}/tree", recursive: true);
            }
        });

        Assert.Equal(["", "tree", "z"], found);
    }

    [Fact]
    public void FileThatGoesAwayAfterItWasDescribed_HasItsContent()
    {
        Write("a", "what it was");

        Scan(isRelative: true, (path, entry) =>
        {
            if (path == "a")
            {
                File.Delete($"{folders.Upper}/a");
                Write("a", "another file, which is longer");
                Assert.Equal("what it was", ContentOf(entry));
            }
        });
    }

    [Fact]
    public void FirstNameOfAFileThatGoesAway_LeavesTheSecondTheFile()
    {
        Write("a", "1");
        Write("first", "2");
        Sys.LinkAt(FileFd.WorkingDirectory, PathText.Bytes($"{folders.Upper}/first"), FileFd.WorkingDirectory, PathText.Bytes($"{folders.Upper}/second")).OrThrow("link");
        bool isFile = false;

        Scan(isRelative: true, (path, entry) =>
        {
            if (path == "a")
            {
                File.Delete($"{folders.Upper}/first");
            }

            isFile |= path == "second" && entry.Entry.Kind == Layers.EntryKind.File;
        });

        Assert.True(isFile);
    }

    [Fact]
    public void DeviceInPlaceOfAFile_IsNotOpened()
    {
        Write("a", "content");
        Write("b", "content");

        List<string> kinds = [];
        Scan(isRelative: true, (path, entry) =>
        {
            if (path == "a")
            {
                // A name that was a file when its folder was read, and one that was it when it was described.
                foreach (string name in (string[])["a", "b"])
                {
                    File.Delete($"{folders.Upper}/{name}");
                    Sys.MknodAt(FileFd.WorkingDirectory, PathText.Bytes($"{folders.Upper}/{name}"), Linux.FileMode.CharDevice | 0x1b6, new DeviceNumber(1, 5)).OrThrow("mknod");
                }

                Assert.Equal("content", ContentOf(entry));
            }
            else if (path == "b")
            {
                Assert.Equal(Errno.EINVAL, entry.OpenContent(out _, out _));
            }

            kinds.Add($"{path} {entry.Inode.Kind}");
        });

        Assert.Equal([" Directory", "a File", "b CharDevice"], kinds);
    }

    [Fact]
    public async Task CommitAndExport_GoOnWhileFilesComeAndGo()
    {
        Write("keep", "kept");
        string outside = Directory.CreateDirectory($"{stage.Folder}/outside").FullName;
        using CancellationTokenSource ended = new();
        Task churn = Task.Run(() => Churn(outside, ended.Token));
        try
        {
            Stopwatch watch = Stopwatch.StartNew();
            for (int i = 0; i < 200 && watch.Elapsed < TimeSpan.FromSeconds(5); i++)
            {
                stage.Commit(folders);
                using UnionScan scan = stage.Scan([stage.Base], folders);
                using MemoryStream tar = new();
                TreeTar.Write(scan.Whole(), tar, CancellationToken.None);
                tar.Position = 0;
                Assert.Contains("keep", NamesIn(tar));
            }
        }
        finally
        {
            await ended.CancelAsync();
            await churn;
        }
    }

    /// <summary>Whole files, folders with files, symlinks and hard links that appear and are gone.</summary>
    private void Churn(string outside, CancellationToken end)
    {
        for (int round = 0; !end.IsCancellationRequested; round++)
        {
            for (int i = 0; i < 20; i++)
            {
                string name = $"{folders.Upper}/{(char)('a' + i)}";
                string made = $"{outside}/{i}";
                switch ((round + i) % 3)
                {
                    case 0:
                        File.WriteAllText(made, $"{round}");
                        Sys.LinkAt(FileFd.WorkingDirectory, PathText.Bytes(made), FileFd.WorkingDirectory, PathText.Bytes(name + "-too")).OrThrow("link");
                        File.Move(made, name);
                        File.Delete(name);
                        File.Delete(name + "-too");
                        break;
                    case 1:
                        Directory.CreateDirectory(made + "/sub");
                        File.WriteAllText(made + "/sub/file", "content");
                        Directory.Move(made, name);
                        Directory.Delete(name, recursive: true);
                        break;
                    default:
                        File.CreateSymbolicLink(name, "nowhere");
                        File.Delete(name);
                        break;
                }
            }
        }
    }

    private void Write(string path, string content)
    {
        string full = $"{folders.Upper}/{path}";
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }

    /// <summary>Scans what lies over the image, does something at each entry, and gives the paths.</summary>
    private List<string> Scan(bool isRelative, Action<string, ScanEntry> at)
    {
        List<string> found = [];
        using UnionScan scan = stage.Scan([stage.Base], folders);
        foreach (ScanEntry entry in isRelative ? scan.Changes() : scan.Whole())
        {
            string path = PathText.Show(entry.Inode.Path.Span);
            found.Add(path);
            at(path, entry);
        }

        return found;
    }

    private static string ContentOf(ScanEntry entry)
    {
        entry.OpenContent(out FileFd file, out _).OrThrow("open");
        using (file)
        {
            byte[] content = new byte[100];
            Sys.PRead(file, content, 0, out int count).OrThrow("read");
            return Encoding.UTF8.GetString(content, 0, count);
        }
    }

    private static List<string> NamesIn(Stream tar)
    {
        using TarReader reader = new(tar, leaveOpen: true);
        List<string> names = [];
        while (reader.GetNextEntry() is { } entry)
        {
            names.Add(entry.Name);
        }

        return names;
    }
}
