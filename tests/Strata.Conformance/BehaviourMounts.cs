using Strata.Linux;

namespace Strata.Conformance;

/// <summary>One mount of each kind with a directory for every behaviour, and what the oracles answered.</summary>
public sealed class BehaviourMounts : IDisposable
{
    private readonly Arena arena = new();
    private readonly Lower lower;
    private readonly Dictionary<MountKind, MountUnderTest> oracles = [];
    private readonly Dictionary<MountKind, MountUnderTest> mounts = [];
    private readonly Dictionary<(MountKind, string), IReadOnlyList<string>> expected = [];

    public BehaviourMounts()
    {
        lower = new Lower(arena, StandardLower.For(Behaviours.Names));
    }

    /// <summary>The kinds that are compared with the oracle; the kernel with itself, which shows what is not deterministic.</summary>
    public static IReadOnlyList<MountKind> Kinds { get; } = Privilege.Kinds;

    internal IReadOnlyList<string> Oracle(MountKind kind, string behaviour)
    {
        if (!expected.TryGetValue((kind.Oracle(), behaviour), out IReadOnlyList<string>? lines))
        {
            expected[(kind.Oracle(), behaviour)] = lines = Play(MountOf(oracles, kind.Oracle()), $"Oracle{kind.Oracle()}", behaviour);
        }

        return lines;
    }

    internal IReadOnlyList<string> Play(MountKind kind, string behaviour)
    {
        return Play(MountOf(mounts, kind), kind.ToString(), behaviour);
    }

    public void Dispose()
    {
        foreach (MountUnderTest mount in (IEnumerable<MountUnderTest>)[.. mounts.Values, .. oracles.Values])
        {
            mount.Dispose();
        }

        arena.Dispose();
    }

    private MountUnderTest MountOf(Dictionary<MountKind, MountUnderTest> among, MountKind kind)
    {
        if (!among.TryGetValue(kind, out MountUnderTest? mount))
        {
            among[kind] = mount = MountUnderTest.Mount(kind, lower);
        }

        return mount;
    }

    private static IReadOnlyList<string> Play(MountUnderTest mount, string kind, string behaviour)
    {
        Sys.OpenAt(mount.Root, PathText.Bytes(behaviour), OpenFlags.Directory, out FileFd directory).OrThrow(behaviour);
        using Scene scene = new(directory, $"{mount.Point}/{behaviour}");
        Behaviours.Play(behaviour, scene);
        if (Environment.GetEnvironmentVariable("STRATA_CONFORMANCE_RECORD") is { Length: > 0 } folder)
        {
            File.WriteAllLines($"{folder}/{behaviour}.{kind}", scene.Seen);
        }

        return scene.Seen;
    }
}
