namespace Strata.Cli;

/// <summary>What <c>strata system df -v --format json</c> shows.</summary>
/// <param name="Images">Image by image, the newest made first.</param>
/// <param name="UnusedBytes">Bytes of what no image needs.</param>
/// <param name="UnusedInodes">Inodes of what no image needs.</param>
/// <param name="ReclaimableBytes">Bytes that come back when every image that nobody uses is removed, with the unused.</param>
/// <param name="ReclaimableInodes">Inodes likewise.</param>
internal sealed record StoreSharesReport(
    IReadOnlyList<ImageShareRow> Images, long UnusedBytes, long UnusedInodes, long ReclaimableBytes, long ReclaimableInodes);
