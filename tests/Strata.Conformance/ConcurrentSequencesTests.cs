using System.Collections.Concurrent;
using Strata.Linux;
using Xunit;

namespace Strata.Conformance;

/// <summary>
/// Random sequences, many at once in the same few directories. What each call answers depends on the others; what holds
/// whatever they do: nobody meets an error that only a broken driver gives, nothing hangs, the kernel's cache ends as the disk
/// does, the other driver shows the same tree over the upper, nothing is left in the work folder, and no lower changed.
/// </summary>
[Trait("Kind", "Model")]
public sealed class ConcurrentSequencesTests
{
    private const int Players = 8;
    private const int Steps = 400;
    private const int Rounds = 8;

    /// <summary>What no call of a sequence can rightly answer.</summary>
    private static readonly string[] Broken =
        [nameof(Errno.EIO), nameof(Errno.ENOTCONN), nameof(Errno.ESTALE), nameof(Errno.EFAULT), nameof(Errno.EROFS), nameof(Errno.ENOSYS), nameof(Errno.EAGAIN), nameof(Errno.EINTR)];

    public static TheoryData<MountKind> Kinds() => Privilege.Or(
        MountKind.KernelOverlay, MountKind.StrataFolders, MountKind.StrataFoldersNoPassthrough, MountKind.StrataFoldersFull,
        MountKind.StrataChainFull, MountKind.StrataChainFullNoPassthrough);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SequencesAtTheSameTime_LeaveOneTreeForEverybody(MountKind kind)
    {
        int seed = int.Parse(Environment.GetEnvironmentVariable("STRATA_SEED") ?? "20261121");
        using Arena arena = new();
        LayerTree[] layers = [new(), new(), new()];
        for (int round = 0; round < Rounds; round++)
        {
            LayerTree[] one = LowerTemplates.Of((seed + round) % ModelStage.Templates);
            for (int i = 0; i < one.Length; i++)
            {
                layers[i].Below($"r{round}", one[i]);
            }
        }

        Lower lower = new(arena, layers);
        List<string> untouched = lower.Snapshot(kind);
        using MountUnderTest mount = MountUnderTest.Mount(kind, lower);
        List<List<string>> trees = [];
        for (int round = 0; round < Rounds; round++)
        {
            ConcurrentBag<string> wrong = Play(mount, $"r{round}", (seed * 1000) + (round * 100));
            Assert.True(wrong.IsEmpty, $"{kind}, round {round}, seed {seed}: {string.Join('\n', wrong)}");
            trees.Add(Tree(mount, round));
        }

        mount.Unmount();
        if (!kind.IsKernel())
        {
            // The kernel keeps a whiteout there, to make others of by link(2).
            Assert.Empty(mount.LeftInWork());
        }

        Assert.Equal(untouched, lower.Snapshot(kind));
        using MountUnderTest successor = MountUnderTest.Mount(kind.Successor(), lower, new UpperFolders(mount.Upper, mount.Work));
        for (int round = 0; round < Rounds; round++)
        {
            string difference = LineDifference.Between(Tree(successor, round), trees[round]);
            Assert.True(difference.Length == 0, $"{kind}, round {round}, seed {seed}: {kind.Successor()} shows over its upper:\n{difference}");
        }
    }

    /// <summary>Plays a sequence in each of some threads, all in one directory.</summary>
    private static ConcurrentBag<string> Play(MountUnderTest mount, string directory, int seed)
    {
        Sys.OpenAt(mount.Root, PathText.Bytes(directory), OpenFlags.Directory, out FileFd root).OrThrow(directory);
        using FileFd owned = root;
        ConcurrentBag<string> wrong = [];
        using Barrier start = new(Players);
        Thread[] threads = [.. Enumerable.Range(0, Players).Select(player => new Thread(() =>
        {
            Random random = new(seed + player);
            using Player own = new(root, metacopy: false);
            start.SignalAndWait();
            for (int step = 0; step < Steps; step++)
            {
                Op op = Scripts.Next(random);
                string answer = own.Play(op);
                if (Broken.Any(error => answer.Contains(error, StringComparison.Ordinal)))
                {
                    wrong.Add($"player {player}, step {step}, {op}: {answer}");
                }
            }
        }) { IsBackground = true })];
        Array.ForEach(threads, thread => thread.Start());
        bool ended = threads.All(thread => thread.Join(TimeSpan.FromSeconds(60)));
        Assert.True(ended, $"a call in {directory} hangs, seed {seed}");
        return wrong;
    }

    private static List<string> Tree(MountUnderTest mount, int round)
    {
        Sys.OpenAt(mount.Root, PathText.Bytes($"r{round}"), OpenFlags.Directory, out FileFd root).OrThrow();
        using FileFd owned = root;
        return TreeSnapshot.Of(root);
    }
}
