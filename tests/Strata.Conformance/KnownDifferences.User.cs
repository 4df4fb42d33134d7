namespace Strata.Conformance;

/// <summary>What root of the machine alone sees differ, and what root of a user namespace does.</summary>
internal static partial class KnownDifferences
{
    private const string Origins = "The kernel does not know what a file was copied from in a user namespace";
    private const string Room = "Hidden xattrs need no room in a listing";

    private static IEnumerable<KnownDifference> OfRoot() =>
    [
        new(Owners, "OwnersThatStay", Ours, "", "stat suid: 0777 links 1 1000:1000 size 5 mtime 1500000000123456789", "stat suid: 6777 links 1 1000:1000 size 5 mtime 1500000000123456789"),
        new(MappedCapabilities, "PrivilegesOfFilesWrittenThroughMaps", NoPassthrough, "stat suid: 6777 links 1 1000:1000 size 5",
            "capability of suid: 20 bytes 8c5ca6c7f45f", "capability of suid: ENODATA"),
    ];

    private static IEnumerable<KnownDifference> OfUserNamespaces()
    {
        yield return new(Origins, "InodeNumbersAreOneForEachFile", Ours, "new and new2: the same", "file and file2: different", "file and file2: the same");
        yield return new(MappedCapabilities, "PrivilegesOfFilesWrittenThroughMaps", Ours, "as root", "stat suid: 6777 links 1 1000:1000 size 5", "stat suid: 0777 links 1 1000:1000 size 5");
        yield return new(MappedCapabilities, "PrivilegesOfFilesWrittenThroughMaps", Ours, "stat suid: 6777 links 1 1000:1000 size 5",
            "capability of suid: 20 bytes 8c5ca6c7f45f", "capability of suid: ENODATA");
        foreach (int room in (int[])[9, 10, 11])
        {
            yield return new(Room, "BuffersForXattrs", Ours, $"get missing {room}: ENODATA", $"list file {room}: ERANGE", $"list file {room}: 9");
            yield return new(Room, "BuffersForXattrs", Ours, $"get missing {room}: ENODATA", $"list dir {room}: ERANGE", $"list dir {room}: 9");
        }
    }
}
