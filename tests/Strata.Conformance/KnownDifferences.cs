namespace Strata.Conformance;

/// <summary>
/// Where a mount of ours answers otherwise than the kernel's overlayfs and is right to. Each is expected exactly, and
/// explained under its heading in docs/conformance.md.
/// </summary>
internal static partial class KnownDifferences
{
    private const string Links = "Removed files of the lower have no links";
    private const string Readers = "Readers by passthrough keep what they opened";
    private const string Anew = "What the kernel reads by itself is not opened anew for writing";
    private const string Mappings = "Mappings follow the file without passthrough";
    private const string Streams = "A directory stream goes on after its end";
    private const string Folders = "Chain images know how many folders a folder has";
    private const string AccessTimes = "Reads from the kernel's cache leave times of access";
    private const string Alignment = "Direct reads and writes need no alignment";
    private const string Ranges = "fallocate(2) neither collapses nor inserts";
    private const string Offsets = "Offsets end at 2^63";
    private const string Limits = "A copy-up is not the caller's write";
    private const string Owners = "A chown(2) that changes nothing leaves root its set-id bits";
    private const string MappedCapabilities = "A write through a mapping takes capabilities without passthrough";
    private const string Chattr = "There are no chattr(1) attributes";
    private const string LateContent = "Content that follows its attributes is no change";
    private const string LowerTimes = "mtime 1500000000.123456789";

    private static readonly MountKind[] Ours = [.. Enum.GetValues<MountKind>().Where(kind => !kind.IsKernel())];
    private static readonly MountKind[] Chains = [.. Enum.GetValues<MountKind>().Where(kind => kind.IsChain())];
    private static readonly MountKind[] Passthrough = [.. Ours.Where(kind => kind.HasPassthrough())];
    private static readonly MountKind[] NoPassthrough = [.. Ours.Where(kind => !kind.HasPassthrough())];
    private static readonly MountKind[] OursFull = [.. Ours.Where(kind => kind.IsFull())];
    private static readonly MountKind[] OursAndDrivers = [.. Enum.GetValues<MountKind>().Where(kind => !kind.IsKernel() || kind.IsDriver())];
    private static readonly MountKind[] FolderPassthrough = [MountKind.StrataFolders, MountKind.StrataFoldersFull];

    private static readonly KnownDifference[] All =
    [
        new(Links, "RemovedDirectoryStaysOpen", Ours, "rmdir fresh: Ok", $"fstat: 0755/ links 2 0:0 {LowerTimes}", $"fstat: 0755/ links 0 0:0 {LowerTimes}"),
        new(Links, "RenamedOverWhileOpen", Ours, "pread 300000 at 0: \"lower file\\n\"",
            $"fstat: 0644 links 1 0:0 size 11 {LowerTimes}", $"fstat: 0644 links 0 0:0 size 11 {LowerTimes}"),
        new(Links, "UnlinkedButOpen", Ours, "stat new: ENOENT", $"fstat: 0644 links 1 0:0 size 100000 {LowerTimes}", $"fstat: 0644 links 0 0:0 size 100000 {LowerTimes}"),
        new(Links, "UnlinkedButOpen", Ours, "fstat: 0700 links 0 7:8 size 3", "fchmod 0700: EEXIST", "fchmod 0700: Ok"),
        new(Links, "UnlinkedButOpen", Ours, "fchmod 0700: EEXIST", $"fstat: 0644 links 1 0:0 size 100000 {LowerTimes}", $"fstat: 0700 links 0 0:0 size 100000 {LowerTimes}"),
        new(Links, "LinksOfRemovedAndReplacedFolders", Ours, "replace a lower one: Ok",
            "stat empty-dir, replaced: 0700/ links 1 0:0 mtime 1500000000123456789", "stat empty-dir, replaced: 0700/ links 0 0:0 mtime 1500000000123456789"),
        new(Links, "StandingInARemovedFolder", Ours, "up: True", "stat: 2", "stat: 0"),
        new(Links, "UnnamedFilesThatStayUnnamed", Ours, "open in a removed folder: ENOENT", "in one that is gone: ENOTDIR", "in one that is gone: ENOENT"),
        new(Readers, "TruncateAndExtend", FolderPassthrough, "ftruncate 4: Ok", "pread 300000 at 0: \"with\"", "pread 300000 at 0: \"with xattrs\\n\""),
        new(Readers, "ReaderOfLowerFileKeepsOldContent", FolderPassthrough, "pwrite \"CHANGED\" at 0: Ok",
            "pread 12 at 0: \"CHANGEDile\\n\"", "pread 12 at 0: \"lower file\\n\""),
        new(Readers, "ReaderOfLowerFileKeepsOldContent", FolderPassthrough, "pread 12 at 0: \"AGAINEDile\\n\"",
            "pread 12 at 0: \"AGAINEDile\\n\"", "pread 12 at 0: \"lower file\\n\""),
        new(Readers, "ReaderOfLowerFileKeepsOldContent", Passthrough, "pwrite \"CHANGED\" at 0: Ok",
            "pread 12 at 0: 12 bytes 883e78daefeb", "pread 12 at 0: 12 bytes e56c879d27eb"),
        new(Readers, "ReaderOfLowerFileKeepsOldContent", Passthrough, "pread 12 at 0: 12 bytes be5f02b7c626",
            "pread 12 at 0: 12 bytes be5f02b7c626", "pread 12 at 0: 12 bytes e56c879d27eb"),
        .. OfDescriptors(),
        new(Mappings, "ReadOnlyMapOfLowerFileKeepsOldContent", NoPassthrough, "write \"0123456789abcdef\": Ok", "the map is unchanged", "the map is changed"),
        new(Streams, "ListAgainAfterChange", Ours, "unlink dir/a: Ok", "list: ", "list: new"),
        new(Readers, "LocksThatReadersKeep", FolderPassthrough, "lock of file: Ok", "flock of file: EAGAIN", "flock of file: Ok"),
        new(Readers, "LocksThatReadersKeep", Passthrough, "lock of big: Ok", "posix of big: EAGAIN", "posix of big: Ok"),
        new(AccessTimes, "AccessTimesOfFiles", NoPassthrough, "first read: atime changes", "atime before mtime: atime changes", "atime before mtime: atime stays"),
        new(AccessTimes, "AccessTimesOfFiles", NoPassthrough, "O_NOATIME: atime stays", "mapped: atime changes", "mapped: atime stays"),
        new(AccessTimes, "AccessTimesOfFoldersAndLinks", Ours, "fresh, first read: atime changes", "fresh, again: atime changes", "fresh, again: atime stays"),
        new(AccessTimes, "AccessTimesOfFoldersAndLinks", Ours, "link, first read: atime changes", "link, again: atime changes", "link, again: atime stays"),
        new(Alignment, "MisalignedDirectReadsAndWrites", NoPassthrough, "open big: Ok", "read: EINVAL", "read: 10 bytes c806cd116153"),
        new(Alignment, "MisalignedDirectReadsAndWrites", NoPassthrough, "read: EINVAL", "write: EINVAL", "write: 10"),
        new(Alignment, "MisalignedDirectReadsAndWrites", NoPassthrough, "by F_SETFL: 0", "read: EINVAL", "read: 'misaligned'"),
        new(Alignment, "MisalignedDirectReadsAndWrites", Passthrough, "by F_SETFL: 0", "read: EINVAL", "read: 10 bytes c806cd116153"),
        new(Ranges, "CollapsedAndInsertedRanges", Ours, "", "collapse: Ok", "collapse: ENOTSUP"),
        new(Ranges, "CollapsedAndInsertedRanges", Ours, "collapse: Ok", "insert: Ok", "insert: ENOTSUP"),
        new(Ranges, "CollapsedAndInsertedRanges", Ours, "insert: Ok", "collapse in the middle of a block: EINVAL", "collapse in the middle of a block: ENOTSUP"),
        new(Offsets, "SeekBehindWhatTheFileSystemHas", Ours, "", "to the end of time: EINVAL", "to the end of time: 9223372036854775807"),
        new(Limits, "CopyUpUnderALimitOfTheCaller", Ours, "", "chmod: EFBIG", "chmod: Ok"),
        new(Limits, "CopyUpUnderALimitOfTheCaller", Ours, "chmod: EFBIG",
            "stat big: 0644 links 1 0:0 size 100000 mtime 1500000000123456789", "stat big: 0600 links 1 0:0 size 100000 mtime 1500000000123456789"),
        new(Chattr, "AttributesOfChattr", OursAndDrivers, "", "get: Ok", "get: ENOTTY"),
        new(Chattr, "AttributesOfChattr", OursAndDrivers, "get: Ok", "set: Ok", "set: ENOTTY"),
        new(Chattr, "AttributesOfChattr", OursAndDrivers, "set: Ok", "get of xfs: Ok", "get of xfs: ENOTTY"),
        new(LateContent, "AclsDecideForUsersAndGroups", OursFull, "as root", "stat file: 0666 links 1 3000:3000 size 11",
            "stat file: 0666 links 1 3000:3000 size 11 mtime 1500000000123456789"),
        .. OfRanges(),
        new(Folders, "LinksOfDirectories", Chains, $"stat dir: 0755/ links 3 0:0 {LowerTimes}",
            $"stat merged: 0755/ links 1 0:0 {LowerTimes}", $"stat merged: 0755/ links 3 0:0 {LowerTimes}"),
        new(Folders, "LinksOfDirectories", Chains, $"stat merged: 0755/ links 1 0:0 {LowerTimes}",
            $"stat opaque: 0755/ links 1 0:0 {LowerTimes}", $"stat opaque: 0755/ links 2 0:0 {LowerTimes}"),
        .. OfErofs(),
        .. Privilege.IsFull ? OfRoot() : OfUserNamespaces(),
    ];

    /// <summary>The reader of the lower's content copies from that, when a copy-up by somebody else gave the file another inode.</summary>
    private static IEnumerable<KnownDifference> OfRanges()
    {
        const string To = "to itself, copied up";
        return
        [
            Of("one open flags: EINVAL", $"{To} 100 0 0: EINVAL", $"{To} 100 0 0: 12"),
            Of($"{To} 0 0 0: 0", $"{To} 5000 0 1000: EINVAL", $"{To} 5000 0 1000: 12"),
            Of($"{To} 5000 0 1000: EINVAL", $"{To} 5000 1000 0: EINVAL", $"{To} 5000 1000 0: 0"),
            Of($"{To} 5000 1000 0: EINVAL", $"{To} 100 0 8589934592: 100", $"{To} 100 0 8589934592: 12"),
            Of("hash: 200000 bytes 4e25fa9452e4", "stat xattred: 0600 links 1 0:0 size 8589934692", "stat xattred: 0600 links 1 0:0 size 8589934604"),
            Of("stat xattred: 0600 links 1 0:0 size 8589934692", "hash: 200000 bytes 513f6d47d834", "hash: 200000 bytes b640436fb73e"),
        ];

        static KnownDifference Of(string after, string kernel, string ours) =>
            new(Readers, "CopyRangesOfAllKinds", [MountKind.StrataFoldersFull], after, kernel, ours);
    }

    private static IEnumerable<KnownDifference> OfDescriptors()
    {
        const string Behaviour = "DescriptorsOpenedAnew";
        const string Stat = "stat big: 0644 links 1 0:0 size 100000";
        MountKind[] withoutReader = [.. Ours.Except(FolderPassthrough)];
        return
        [
            new(Anew, Behaviour, Passthrough, "pread: 10 bytes 1adb7c121957", "open for writing: Ok", "open for writing: ESTALE"),
            new(Anew, Behaviour, Passthrough, "open for writing: Ok", "pwrite: 7", "pwrite: EBADF"),
            new(Anew, Behaviour, Passthrough, "pwrite: 7", "pread: 10 bytes f0a17dc2022b", "pread: EBADF"),
            new(Anew, Behaviour, Passthrough, "open by name: Ok", Stat, $"{Stat} mtime 1500000000123456789"),
            new(Anew, Behaviour, FolderPassthrough, "pread: 'lower file'", "open for writing: EEXIST", "open for writing: ESTALE"),
            new(Links, Behaviour, withoutReader, "pread: 'lower file'", "open for writing: EEXIST", "open for writing: Ok"),
            new(Links, Behaviour, withoutReader, "open for writing: EEXIST", "pwrite: EBADF", "pwrite: 7"),
            new(Links, Behaviour, withoutReader, "pwrite: EBADF", "pread: EBADF", "pread: 'WRITTENile'"),
        ];
    }

    /// <summary>The headings that docs/conformance.md must have.</summary>
    public static IReadOnlyList<string> Headings { get; } =
        [Links, Readers, Anew, Mappings, Streams, Folders, AccessTimes, Alignment, Ranges, Offsets, Limits, Owners, MappedCapabilities, Chattr, LateContent, Origins, Room, .. ExemptHeadings];

    /// <summary>What is expected of a mount, given what the oracle answered.</summary>
    /// <param name="kind">The mount.</param>
    /// <param name="behaviour">What was played.</param>
    /// <param name="oracle">What the oracle answered.</param>
    /// <param name="otherDisk">Whether that was on another file system than ext4, whose own answers some of these depend on.</param>
    public static IReadOnlyList<string> Apply(MountKind kind, string behaviour, IReadOnlyList<string> oracle, bool otherDisk = false)
    {
        string[] expected = [.. oracle];
        foreach (KnownDifference known in All.Where(k => k.Behaviour == behaviour && k.Kinds.Contains(kind)))
        {
            int at = Enumerable.Range(0, oracle.Count).FirstOrDefault(i => oracle[i] == known.Kernel && (i == 0 ? "" : oracle[i - 1]) == known.After, -1);
            if (at < 0 && otherDisk)
            {
                continue;
            }

            if (at < 0)
            {
                throw new InvalidOperationException($"{known.Heading}: the kernel no longer says \"{known.Kernel}\" after \"{known.After}\" in {behaviour}");
            }

            expected[at] = known.Ours;
        }

        return expected;
    }
}
