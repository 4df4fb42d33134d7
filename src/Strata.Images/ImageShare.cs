namespace Strata.Images;

/// <summary>What one image takes on the disk: objects, recipes, its chain image, its documents.</summary>
/// <param name="Image">The image.</param>
/// <param name="Exclusive">What no other image needs.</param>
/// <param name="Shared">What others need, too.</param>
/// <param name="Users">Who uses it, in words; empty for nobody.</param>
public sealed record ImageShare(Image Image, DiskSpace Exclusive, DiskSpace Shared, IReadOnlyList<string> Users)
{
    /// <summary>All of it.</summary>
    public DiskSpace Total => Exclusive + Shared;

    /// <summary>What comes back when it is removed: nothing where somebody uses it.</summary>
    public DiskSpace Reclaimable => Users.Count == 0 ? Exclusive : default;
}
