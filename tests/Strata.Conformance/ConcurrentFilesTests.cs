using System.Collections.Concurrent;
using Strata.Linux;
using Xunit;

namespace Strata.Conformance;

/// <summary>
/// Threads that read, write, change, move and link the same file of the lower while it is copied up, over a mount: nobody sees
/// what was never there, nothing written is lost, and no writer reaches the lower.
/// </summary>
[Trait("Kind", "Mount")]
public sealed class ConcurrentFilesTests
{
    private const int Files = 40;
    private const int Length = 200_000;

    public static TheoryData<MountKind> Kinds() => Privilege.Or(
        MountKind.KernelOverlayFull, MountKind.StrataFolders, MountKind.StrataFoldersFull,
        MountKind.StrataFoldersFullNoPassthrough, MountKind.StrataChainFull, MountKind.StrataChainFullNoPassthrough);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void FileThatManyUseWhileItIsCopiedUp_HasAllThatWasWritten(MountKind kind)
    {
        using Arena arena = new();
        LayerTree layer = new LayerTree().Directory("d").Directory("e");
        byte[] content = new byte[Length];
        Array.Fill(content, (byte)'a');
        for (int i = 0; i < Files; i++)
        {
            content[500] = (byte)('A' + (i % 26)); // Objects of their own.
            layer.File($"d/f{i}", [.. content]).HardLink($"e/l{i}", $"d/f{i}").File($"d/g{i}", [.. content, (byte)(i % 26)]);
        }

        Lower lower = new(arena, layer);
        List<string> before = lower.Snapshot(kind);
        using MountUnderTest mount = MountUnderTest.Mount(kind, lower);
        for (int i = 0; i < Files; i++)
        {
            foreach (string name in (string[])[$"f{i}", $"g{i}"])
            {
                Run(
                    () => Write($"d/{name}", 0, (byte)'b'),
                    () => Write($"d/{name}", Length - 100, (byte)'c'),
                    () => Read($"d/{name}"),
                    () => Read(name[0] == 'f' && kind.IsFull() ? $"e/l{i}" : $"d/{name}"),
                    () => Change($"d/{name}"),
                    () => Move(name));
                CheckAtTheEnd($"d/{name}");
            }

            if (kind.IsFull())
            {
                CheckAtTheEnd($"e/l{i}");
            }
        }

        mount.Unmount();
        Assert.Equal(before, lower.Snapshot(kind));

        void Write(string path, long offset, byte value)
        {
            FileFd file = Open(path, OpenFlags.ReadWrite);
            byte[] data = new byte[100];
            Array.Fill(data, value);
            Sys.PWriteAll(file, data, offset).OrThrow(path);
            file.Dispose();
        }

        void Read(string path)
        {
            FileFd kept = Open(path, OpenFlags.ReadOnly);
            for (int j = 0; j < 3; j++)
            {
                FileFd file = Open(path, OpenFlags.ReadOnly);
                Check(file);
                Check(kept);
                file.Dispose();
            }

            kept.Dispose();
        }

        void Check(FileFd file)
        {
            byte[] buffer = new byte[Length];
            int filled = 0;
            while (filled < Length)
            {
                Sys.PRead(file, buffer.AsSpan(filled), filled, out int count).OrThrow();
                Assert.NotEqual(0, count);
                filled += count;
            }

            Assert.Equal(-1, buffer.AsSpan(501, Length - 601).IndexOfAnyExcept((byte)'a'));
            Assert.Equal(-1, buffer.AsSpan(0, 100).IndexOfAnyExcept((byte)'a', (byte)'b'));
            Assert.Equal(-1, buffer.AsSpan(Length - 100).IndexOfAnyExcept((byte)'a', (byte)'c'));
        }

        void Change(string path)
        {
            // By descriptor: the path may be on its way.
            FileFd file = Open(path, OpenFlags.ReadOnly);
            Sys.FChmod(file, 0b110_100_000).OrThrow(path);
            file.Dispose();
        }

        void Move(string name)
        {
            for (int j = 0; j < 3; j++)
            {
                Sys.RenameAt(mount.Root, PathText.Bytes($"d/{name}"), mount.Root, "e/moved"u8).OrThrow(name);
                Sys.RenameAt(mount.Root, "e/moved"u8, mount.Root, PathText.Bytes($"d/{name}")).OrThrow(name);
            }
        }

        FileFd Open(string path, OpenFlags flags)
        {
            while (true)
            {
                Errno error = Sys.OpenAt(mount.Root, PathText.Bytes(path), flags, out FileFd file);
                if (error == Errno.ENOENT)
                {
                    error = Sys.OpenAt(mount.Root, "e/moved"u8, flags, out file);
                }

                if (error != Errno.ENOENT)
                {
                    error.OrThrow(path);
                    return file;
                }
            }
        }

        void CheckAtTheEnd(string path)
        {
            using FileFd file = Open(path, OpenFlags.ReadOnly);
            byte[] buffer = new byte[Length];
            Sys.PRead(file, buffer, 0, out int count).OrThrow();
            Assert.Equal(Length, count);
            Assert.Equal(-1, buffer.AsSpan(0, 100).IndexOfAnyExcept((byte)'b'));
            Assert.Equal(-1, buffer.AsSpan(Length - 100).IndexOfAnyExcept((byte)'c'));
            Sys.FStat(file, out FileStat stat).OrThrow();
            Assert.Equal(0b110_100_000u, stat.Mode & FileMode.PermissionMask);
        }
    }

    /// <summary>All at once, in threads of their own.</summary>
    private static void Run(params Action[] actions)
    {
        ConcurrentQueue<Exception> failures = new();
        using Barrier start = new(actions.Length);
        Thread[] threads = [.. actions.Select(action => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                action();
            }
            catch (Exception e)
            {
                failures.Enqueue(e);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Empty(failures);
    }
}
