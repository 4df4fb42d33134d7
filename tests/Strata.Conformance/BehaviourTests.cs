using Xunit;

namespace Strata.Conformance;

[Trait("Kind", "Mount")]
[Collection("behaviours")]
public sealed class BehaviourTests(BehaviourMounts mounts)
{
    public static TheoryData<MountKind, string> Cases()
    {
        TheoryData<MountKind, string> cases = [];
        foreach (MountKind kind in BehaviourMounts.Kinds)
        {
            foreach (string behaviour in Behaviours.Names.Where(name => !KnownDifferences.IsExempt(kind, name)))
            {
                cases.Add(kind, behaviour);
            }
        }

        return cases;
    }

    public static TheoryData<MountKind, string> ExemptCases()
    {
        TheoryData<MountKind, string> cases = [];
        foreach (MountKind kind in BehaviourMounts.Kinds)
        {
            foreach (string behaviour in Behaviours.Names.Where(name => KnownDifferences.IsExempt(kind, name)))
            {
                cases.Add(kind, behaviour);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Behaviour_IsThatOfTheKernelsOverlayfs(MountKind kind, string behaviour)
    {
        IReadOnlyList<string> expected = KnownDifferences.Apply(kind, behaviour, mounts.Oracle(kind, behaviour));
        IReadOnlyList<string> actual = mounts.Play(kind, behaviour);

        string difference = LineDifference.Between(expected, actual);
        Assert.True(difference.Length == 0, $"{behaviour} on {kind}:\n{difference}");
    }

    [Theory]
    [Trait("Needs", "Root")]
    [MemberData(nameof(ExemptCases))]
    public void ExemptBehaviour_StillDiffers(MountKind kind, string behaviour)
    {
        IReadOnlyList<string> expected = mounts.Oracle(kind, behaviour);
        try
        {
            Assert.NotEqual(expected, mounts.Play(kind, behaviour));
        }
        catch (InvalidOperationException e)
        {
            // A script that could not go on.
            Assert.Contains("Operation not supported", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void KnownDifference_HasItsReasonInTheDocument()
    {
        string[] document = File.ReadAllLines($"{SourceRoot()}/docs/conformance.md");

        Assert.All(KnownDifferences.Headings, heading => Assert.Contains($"### {heading}", document));
    }

    private static string SourceRoot([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath($"{Path.GetDirectoryName(here)}/../..");
}
