using Strata.Blobs;

namespace Strata.Images;

/// <summary>What happens to the list of images: functions from one list to the next.</summary>
internal static class ImageRecords
{
    /// <summary>
    /// Adds an image, or gives more names and origins to one that is there, with the same manifest. A name that another image
    /// had moves to this one.
    /// </summary>
    public static IReadOnlyList<ImageRecord> With(this IReadOnlyList<ImageRecord> images, ImageRecord added)
    {
        List<ImageRecord> result = [];
        bool found = false;
        foreach (ImageRecord image in images)
        {
            bool same = image.Manifest == added.Manifest;
            found |= same;
            result.Add(!same ? image with { Names = Sorted(image.Names.Except(added.Names)) } : image with
            {
                Names = Sorted(image.Names.Union(added.Names)),
                Origins = Sorted(image.Origins.Union(added.Origins)),
                Chain = image.Chain ?? added.Chain,
            });
        }

        if (!found)
        {
            result.Add(added with { Names = Sorted(added.Names) });
        }

        return result;
    }

    /// <summary>Takes names from an image; without any left the image goes too.</summary>
    public static IReadOnlyList<ImageRecord> Without(this IReadOnlyList<ImageRecord> images, Digest manifest, IReadOnlyCollection<string> names) =>
    [
        .. images
            .Select(image => image.Manifest == manifest ? image with { Names = Sorted(image.Names.Except(names)) } : image)
            .Where(image => image.Manifest != manifest || image.Names.Count > 0),
    ];

    /// <summary>Takes names from an image, which stays.</summary>
    public static IReadOnlyList<ImageRecord> Untagged(this IReadOnlyList<ImageRecord> images, IReadOnlyCollection<string> names) =>
        [.. images.Select(image => image.Names.Intersect(names).Any() ? image with { Names = Sorted(image.Names.Except(names)) } : image)];

    private static List<string> Sorted(IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];
}
