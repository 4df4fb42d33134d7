namespace Strata.Images;

/// <summary>Who needs what of a store's disk.</summary>
/// <param name="Images">Image by image, the newest made first.</param>
/// <param name="Unused">What no image needs.</param>
/// <param name="Reclaimable">What comes back when every image that nobody uses is removed, with the unused.</param>
public sealed record StoreShares(IReadOnlyList<ImageShare> Images, DiskSpace Unused, DiskSpace Reclaimable);
