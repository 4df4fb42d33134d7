using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit;
using Xunit.Abstractions;

namespace Strata.Conformance;

/// <summary>
/// Random sequences of calls, the same on the kernel's overlayfs and on the mount under test. STRATA_SEED sets the seed
/// and STRATA_SEQUENCES the number; STRATA_REPLAY plays one sequence as a failure printed it.
/// </summary>
[Trait("Kind", "Model")]
public sealed class ModelTests(ITestOutputHelper output)
{
    public static TheoryData<MountKind, int> Mounts()
    {
        TheoryData<MountKind, int> mounts = [];
        foreach (MountKind kind in Privilege.Kinds)
        {
            mounts.Add(kind, kind switch
            {
                MountKind.StrataFolders or MountKind.StrataChain or MountKind.StrataFoldersFull or MountKind.StrataChainFull => 600,
                _ when kind.IsKernel() => 60,
                _ => 200,
            });
        }

        return mounts;
    }

    [Theory]
    [MemberData(nameof(Mounts))]
    public void RandomSequence_AnswersAndLeavesWhatTheKernelsOverlayfsDoes(MountKind kind, int sequences)
    {
        ulong seed = ulong.Parse(Environment.GetEnvironmentVariable("STRATA_SEED") ?? "20261121", CultureInfo.InvariantCulture);
        int count = int.Parse(Environment.GetEnvironmentVariable("STRATA_SEQUENCES") ?? sequences.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        output.WriteLine($"{kind}: {count} sequences, seed {seed}");

        using ModelStage stage = new(kind);
        if (Environment.GetEnvironmentVariable("STRATA_REPLAY") is { Length: > 0 } replay)
        {
            Assert.Equal("", stage.Play(Script.Parse(replay)) + stage.Renew());
            return;
        }

        Config config = Config.QuickThrowOnFailure
            .WithMaxTest(count)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)));
        Check.One(config, Prop.ForAll(Scripts.Arbitrary(ModelStage.Templates), script =>
        {
            string difference = stage.Play(script);
            Assert.True(difference.Length == 0, $"{Layers(script)}\nplayed: {script}\n{difference}");
        }));
        Assert.Equal("", stage.Renew());
    }

    private static string Layers(Script script) =>
        string.Join('\n', LowerTemplates.Of(script.Template).Select((layer, i) => $"layer {i}:\n{layer}"));
}
