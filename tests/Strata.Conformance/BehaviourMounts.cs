using Strata.Linux;

namespace Strata.Conformance;

/// <summary>One mount of each kind with a directory for every behaviour, and what the oracle answered.</summary>
public sealed class BehaviourMounts : IDisposable
{
    private readonly Arena arena = new();
    private readonly Lower lower;
    private readonly MountUnderTest oracle;
    private readonly Dictionary<MountKind, MountUnderTest> mounts = [];
    private readonly Dictionary<string, IReadOnlyList<string>> expected = [];

    public BehaviourMounts()
    {
        lower = new Lower(arena, StandardLower.For(Behaviours.Names));
        oracle = MountUnderTest.Mount(MountKind.KernelOverlay, lower);
    }

    /// <summary>The kinds that are compared with the oracle; the kernel with itself, which shows what is not deterministic.</summary>
    public static IReadOnlyList<MountKind> Kinds { get; } = [MountKind.KernelOverlay, MountKind.StrataFolders, MountKind.StrataFoldersNoPassthrough, MountKind.StrataChain, MountKind.StrataChainNoPassthrough];

    internal IReadOnlyList<string> Oracle(string behaviour)
    {
        if (!expected.TryGetValue(behaviour, out IReadOnlyList<string>? lines))
        {
            expected[behaviour] = lines = Play(oracle, "oracle", behaviour);
        }

        return lines;
    }

    internal IReadOnlyList<string> Play(MountKind kind, string behaviour)
    {
        if (!mounts.TryGetValue(kind, out MountUnderTest? mount))
        {
            mounts[kind] = mount = MountUnderTest.Mount(kind, lower);
        }

        return Play(mount, kind.ToString(), behaviour);
    }

    public void Dispose()
    {
        foreach (MountUnderTest mount in mounts.Values)
        {
            mount.Dispose();
        }

        oracle.Dispose();
        arena.Dispose();
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
