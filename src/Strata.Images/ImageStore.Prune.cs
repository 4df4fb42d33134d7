using Strata.Blobs;
using Strata.Images.Checking;

namespace Strata.Images;

public sealed partial class ImageStore
{
    /// <summary>Takes away images that nobody uses, and everything that no image needs.</summary>
    /// <param name="all">Whether images with names go too, and not only those that lost theirs to a newer one.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="uses">Who uses which image; asked while nothing can be mounted.</param>
    /// <exception cref="ImageException">A damaged document hides what is needed: nothing was taken away.</exception>
    public Removal Prune(bool all, PruneFilter filter, Func<IReadOnlyList<ImageUse>> uses)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(uses);
        return Reduce(
            before =>
            {
                HashSet<Digest> used = [.. uses().Select(use => use.Image)];
                return [.. before.Where(image => !(Goes(image, all, filter) && !used.Contains(image.Config)))];
            },
            sweepsAlways: true);
    }

    private bool Goes(ImageRecord record, bool all, PruneFilter filter)
    {
        if (!all && record.Names.Count > 0)
        {
            return false;
        }

        ImageConfig config = Open(record).Config;
        return filter.Takes(config.Created, () => config.Labels);
    }
}
