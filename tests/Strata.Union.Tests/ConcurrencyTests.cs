using System.Collections.Concurrent;
using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

/// <summary>Several threads over one union: copy-up is one step for whoever reads, writes, moves or removes meanwhile.</summary>
[Trait("Kind", "Mount")]
public sealed class ConcurrencyTests
{
    private const int Length = 600_000;
    private const int Rounds = 25;

    public static TheoryData<string, bool, bool> Settings() => new()
    {
        { "host", true, false }, { "host", false, false }, { "host", true, true }, { "xfs", true, true },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void WritersReadersAndMovers_OfAFileThatIsCopiedUp_LoseNothing(string kind, bool metacopy, bool linked)
    {
        using TestDisk disk = new(kind);
        using UnionFixture union = new(disk.Root) { Options = new UnionOptions { Metacopy = metacopy, Durable = false } };
        byte[] content = new byte[Length];
        Array.Fill(content, (byte)'a');
        for (int i = 0; i < Rounds; i++)
        {
            union.Write(union.Lower($"d/f{i}"), "");
            File.WriteAllBytes(union.Lower($"d/f{i}"), content);
            if (linked)
            {
                Sys.LinkAt(FileFd.WorkingDirectory, UnionFixture.Bytes(union.Lower($"d/f{i}")), FileFd.WorkingDirectory, UnionFixture.Bytes(union.Lower($"d/l{i}"))).OrThrow();
            }
        }

        Directory.CreateDirectory(union.Lower("e"));
        UnionTree tree = union.Tree;
        UnionNode d = union.Node("d");
        UnionNode e = union.Node("e");
        for (int i = 0; i < Rounds; i++)
        {
            byte[] name = UnionFixture.Bytes($"f{i}");
            Run(
                () => Write(name, 0, (byte)'b'),
                () => Write(name, Length - 100, (byte)'c'),
                () => Read(name),
                () => Read(linked ? UnionFixture.Bytes($"l{i}") : name),
                () => Change(name),
                () => Move(name));
            union.TryFind($"d/f{i}", out UnionNode? node, out FileStat stat).OrThrow();
            Assert.Equal(0x1A0u, stat.Mode & 0xFFF);
            Assert.Equal(linked ? 2u : 1u, stat.Links);
            byte[] expected = [.. content];
            expected.AsSpan(0, 100).Fill((byte)'b');
            expected.AsSpan(Length - 100).Fill((byte)'c');
            Assert.Equal(expected, Content(node!));
            Assert.Equal(content, File.ReadAllBytes(union.Lower($"d/f{i}")));
        }

        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(union.At("work/work")), path => !IsWhiteout(path));
        string ours = union.Describe();
        Assert.Equal(ours, union.DescribeByKernel("redirect_dir=on,index=on,metacopy=on"));

        void Write(byte[] name, long offset, byte value)
        {
            OpenFile file = Open(name, OpenFlags.WriteOnly);
            byte[] data = new byte[100];
            Array.Fill(data, value);
            file.Write(offset, data, out _).OrThrow();
            file.Dispose();
        }

        void Read(byte[] name)
        {
            for (int j = 0; j < 4; j++)
            {
                using OpenFile file = Open(name, OpenFlags.ReadOnly);
                byte[] buffer = new byte[Length + 1];
                file.Read(0, buffer, out int count).OrThrow();
                Assert.Equal(Length, count);
                Assert.Equal(-1, buffer.AsSpan(100, Length - 200).IndexOfAnyExcept((byte)'a'));
                Assert.Equal(-1, buffer.AsSpan(0, 100).IndexOfAnyExcept((byte)'a', (byte)'b'));
                Assert.Equal(-1, buffer.AsSpan(Length - 100, 100).IndexOfAnyExcept((byte)'a', (byte)'c'));
            }
        }

        void Change(byte[] name)
        {
            UnionNode node = Find(name);
            tree.SetAttributes(node, null, new NodeChange { Mode = 0x1A0 }, new Changes(), out _).OrThrow();
            tree.SetXattr(node, "user.x"u8, "y"u8, 0, false, new Changes()).OrThrow();
            tree.Release(node);
        }

        void Move(byte[] name)
        {
            for (int j = 0; j < 3; j++)
            {
                tree.Rename(d, name, e, "moved"u8, RenameFlags.None, new Changes()).OrThrow();
                tree.Rename(e, "moved"u8, d, name, RenameFlags.None, new Changes()).OrThrow();
            }
        }

        UnionNode Find(byte[] name)
        {
            UnionNode? node;
            while (tree.Lookup(d, name, out node, out _) != Errno.Ok && tree.Lookup(e, "moved"u8, out node, out _) != Errno.Ok)
            {
                // On its way between the two.
            }

            return node!;
        }

        OpenFile Open(byte[] name, OpenFlags flags)
        {
            UnionNode node = Find(name);
            tree.Open(node, flags, false, new Changes(), out OpenFile? file).OrThrow();
            tree.Release(node);
            return file!;
        }

        byte[] Content(UnionNode node)
        {
            tree.Open(node, OpenFlags.ReadOnly, false, new Changes(), out OpenFile? file).OrThrow();
            using (file)
            {
                byte[] buffer = new byte[Length + 1];
                file!.Read(0, buffer, out int count).OrThrow();
                return buffer[..count];
            }
        }
    }

    [Fact]
    public void RemovalsAndLinks_OfAFileThatIsCopiedUp_AreCountedOnce()
    {
        using UnionFixture union = new() { Options = new UnionOptions { Durable = false } };
        for (int i = 0; i < Rounds; i++)
        {
            union.Write(union.Lower($"d/a{i}"), "content");
            for (int j = 0; j < 3; j++)
            {
                Sys.LinkAt(FileFd.WorkingDirectory, UnionFixture.Bytes(union.Lower($"d/a{i}")), FileFd.WorkingDirectory, UnionFixture.Bytes(union.Lower($"d/b{j}{i}"))).OrThrow();
            }
        }

        UnionTree tree = union.Tree;
        UnionNode d = union.Node("d");
        for (int i = 0; i < Rounds; i++)
        {
            UnionNode node = union.Node($"d/a{i}");
            Run(
                () => tree.Unlink(d, UnionFixture.Bytes($"b0{i}"), new Changes()).OrThrow(),
                () => tree.Unlink(d, UnionFixture.Bytes($"b1{i}"), new Changes()).OrThrow(),
                () => tree.MakeLink(node, d, UnionFixture.Bytes($"c{i}"), new Changes(), out _, out _).OrThrow(),
                () => tree.SetAttributes(node, null, new NodeChange { Mode = 0x180 }, new Changes(), out _).OrThrow(),
                () => tree.Rename(d, UnionFixture.Bytes($"b2{i}"), d, UnionFixture.Bytes($"e{i}"), RenameFlags.None, new Changes()).OrThrow());
            Assert.Equal(3u, union.Stat($"d/a{i}").Links);
            Assert.Same(node, union.Node($"d/c{i}"));
            Assert.Same(node, union.Node($"d/e{i}"));
        }

        string ours = union.Describe();
        union.Close();
        Assert.Equal(ours, union.Describe());
        Assert.Equal(ours, union.DescribeByKernel("redirect_dir=on,index=on,metacopy=on"));
    }

    [Fact]
    public void TimeOfADirectory_ThatFilesAreCopiedUpIn_IsThatOfItsLastChange()
    {
        using UnionFixture union = new() { Options = new UnionOptions { Durable = false } };
        for (int i = 0; i < 300; i++)
        {
            union.Write(union.Lower($"d/f{i}"), "content");
        }

        Directory.SetLastWriteTimeUtc(union.Lower("d"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        UnionTree tree = union.Tree;
        UnionNode d = union.Node("d");
        Run(
            () => CopyUp(0, 150),
            () => CopyUp(150, 300),
            () =>
            {
                for (int i = 0; i < 100; i++)
                {
                    Timestamp before = Now(d);
                    tree.MakeNode(d, UnionFixture.Bytes($"new{i}"), 0x81A4, default, UnionFixture.Root, new Changes(), out UnionNode? made, out FileStat stat).OrThrow();
                    tree.Release(made!);
                    Assert.True(Now(d).Seconds >= stat.Created.Seconds, "the creation was hidden");
                    Assert.True(Compare(Now(d), before) >= 0);
                }
            });

        void CopyUp(int from, int to)
        {
            for (int i = from; i < to; i++)
            {
                tree.Lookup(d, UnionFixture.Bytes($"f{i}"), out UnionNode? node, out _).OrThrow();
                tree.SetAttributes(node!, null, new NodeChange { Mode = 0x180 }, new Changes(), out _).OrThrow();
                tree.Release(node!);
            }
        }

        Timestamp Now(UnionNode node)
        {
            tree.GetAttributes(node, out FileStat stat).OrThrow();
            return stat.Modified;
        }
    }

    private static int Compare(Timestamp one, Timestamp other) =>
        one.Seconds != other.Seconds ? one.Seconds.CompareTo(other.Seconds) : one.Nanoseconds.CompareTo(other.Nanoseconds);

    private static bool IsWhiteout(string path) =>
        Sys.StatAt(FileFd.WorkingDirectory, UnionFixture.Bytes(path), out FileStat stat) == Errno.Ok && stat.IsWhiteout;

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
