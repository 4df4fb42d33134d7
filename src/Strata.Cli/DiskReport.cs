namespace Strata.Cli;

/// <summary>What <c>strata system df --format json</c> shows: bytes and inodes at each stage, and what came of them.</summary>
/// <param name="Images">Images, as many and as much as they are with every image's layers for itself.</param>
/// <param name="Layers">The distinct layers.</param>
/// <param name="Unique">The distinct contents of files; as inodes, how many there are.</param>
/// <param name="Disk">What the store's own folders take on the disk, everything counted.</param>
/// <param name="BytesRatio">Bytes on the disk for each byte of unique content.</param>
/// <param name="InodesRatio">Inodes on the disk for each inode of the unpacked distinct layers.</param>
internal sealed record DiskReport(
    DiskStage Images, DiskStage Layers, DiskStage Unique, DiskStage Disk, double BytesRatio, double InodesRatio);
