namespace Strata.Conformance;

/// <summary>
/// Where a mount of ours answers otherwise than the kernel's overlayfs and is right to. Each is expected exactly, and
/// explained under its heading in docs/conformance.md.
/// </summary>
internal static partial class KnownDifferences
{
    private const string Links = "Removed files of the lower have no links";
    private const string Readers = "Readers by passthrough keep what they opened";
    private const string Mappings = "Mappings follow the file without passthrough";
    private const string Streams = "A directory stream goes on after its end";
    private const string Folders = "Chain images know how many folders a folder has";
    private const string LowerTimes = "mtime 1500000000.123456789";

    private static readonly MountKind[] Ours = [.. Enum.GetValues<MountKind>().Where(kind => !kind.IsKernel())];
    private static readonly MountKind[] Chains = [.. Enum.GetValues<MountKind>().Where(kind => kind.IsChain())];
    private static readonly MountKind[] Passthrough = [.. Ours.Where(kind => kind.HasPassthrough())];
    private static readonly MountKind[] NoPassthrough = [.. Ours.Where(kind => !kind.HasPassthrough())];
    private static readonly MountKind[] FolderPassthrough = [MountKind.StrataFolders, MountKind.StrataFoldersFull];

    private static readonly KnownDifference[] All =
    [
        new(Links, "RemovedDirectoryStaysOpen", Ours, "rmdir fresh: Ok", $"fstat: 0755/ links 2 0:0 {LowerTimes}", $"fstat: 0755/ links 0 0:0 {LowerTimes}"),
        new(Links, "RenamedOverWhileOpen", Ours, "pread 300000 at 0: \"lower file\\n\"",
            $"fstat: 0644 links 1 0:0 size 11 {LowerTimes}", $"fstat: 0644 links 0 0:0 size 11 {LowerTimes}"),
        new(Links, "UnlinkedButOpen", Ours, "stat new: ENOENT", $"fstat: 0644 links 1 0:0 size 100000 {LowerTimes}", $"fstat: 0644 links 0 0:0 size 100000 {LowerTimes}"),
        new(Links, "UnlinkedButOpen", Ours, "fstat: 0700 links 0 7:8 size 3", "fchmod 0700: EEXIST", "fchmod 0700: Ok"),
        new(Links, "UnlinkedButOpen", Ours, "fchmod 0700: EEXIST", $"fstat: 0644 links 1 0:0 size 100000 {LowerTimes}", $"fstat: 0700 links 0 0:0 size 100000 {LowerTimes}"),
        new(Readers, "TruncateAndExtend", FolderPassthrough, "ftruncate 4: Ok", "pread 300000 at 0: \"with\"", "pread 300000 at 0: \"with xattrs\\n\""),
        new(Readers, "ReaderOfLowerFileKeepsOldContent", FolderPassthrough, "pwrite \"CHANGED\" at 0: Ok",
            "pread 12 at 0: \"CHANGEDile\\n\"", "pread 12 at 0: \"lower file\\n\""),
        new(Readers, "ReaderOfLowerFileKeepsOldContent", FolderPassthrough, "pread 12 at 0: \"AGAINEDile\\n\"",
            "pread 12 at 0: \"AGAINEDile\\n\"", "pread 12 at 0: \"lower file\\n\""),
        new(Readers, "ReaderOfLowerFileKeepsOldContent", Passthrough, "pwrite \"CHANGED\" at 0: Ok",
            "pread 12 at 0: 12 bytes 883e78daefeb", "pread 12 at 0: 12 bytes e56c879d27eb"),
        new(Readers, "ReaderOfLowerFileKeepsOldContent", Passthrough, "pread 12 at 0: 12 bytes be5f02b7c626",
            "pread 12 at 0: 12 bytes be5f02b7c626", "pread 12 at 0: 12 bytes e56c879d27eb"),
        new(Mappings, "ReadOnlyMapOfLowerFileKeepsOldContent", NoPassthrough, "write \"0123456789abcdef\": Ok", "the map is unchanged", "the map is changed"),
        new(Streams, "ListAgainAfterChange", Ours, "unlink dir/a: Ok", "list: ", "list: new"),
        new(Folders, "LinksOfDirectories", Chains, $"stat dir: 0755/ links 3 0:0 {LowerTimes}",
            $"stat merged: 0755/ links 1 0:0 {LowerTimes}", $"stat merged: 0755/ links 3 0:0 {LowerTimes}"),
        new(Folders, "LinksOfDirectories", Chains, $"stat merged: 0755/ links 1 0:0 {LowerTimes}",
            $"stat opaque: 0755/ links 1 0:0 {LowerTimes}", $"stat opaque: 0755/ links 2 0:0 {LowerTimes}"),
        .. OfErofs(),
    ];

    /// <summary>The headings that docs/conformance.md must have.</summary>
    public static IReadOnlyList<string> Headings { get; } = [Links, Readers, Mappings, Streams, Folders, Lists];

    /// <summary>What is expected of a mount, given what the oracle answered.</summary>
    public static IReadOnlyList<string> Apply(MountKind kind, string behaviour, IReadOnlyList<string> oracle)
    {
        string[] expected = [.. oracle];
        foreach (KnownDifference known in All.Where(k => k.Behaviour == behaviour && k.Kinds.Contains(kind)))
        {
            int at = Enumerable.Range(1, oracle.Count - 1).FirstOrDefault(i => oracle[i] == known.Kernel && oracle[i - 1] == known.After);
            if (at == 0)
            {
                throw new InvalidOperationException($"{known.Heading}: the kernel no longer says \"{known.Kernel}\" after \"{known.After}\" in {behaviour}");
            }

            expected[at] = known.Ours;
        }

        return expected;
    }
}
