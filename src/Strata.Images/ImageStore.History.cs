using Strata.Blobs;

namespace Strata.Images;

public sealed partial class ImageStore
{
    private static readonly HistoryStep Unmentioned = new(null, "", "", false);

    /// <summary>How an image was made, the last step first, with its layers and who shares them.</summary>
    /// <param name="image">A name or an ID, as for <see cref="Resolve"/>.</param>
    public IReadOnlyList<HistoryRow> History(string image)
    {
        // Held so that nothing is removed between the list and what it leads to.
        using StoreGuard guard = blobs.Hold();
        IReadOnlyList<Image> all = List();
        ImageRecord record = Find(index.Read(), image);
        Image subject = all.First(other => other.ManifestDigest == record.Manifest);
        ILookup<Digest, string> users = all
            .Where(other => other.Id != record.Config)
            .SelectMany(other => other.DiffIds.Distinct().Select(diffId => (diffId, other.DisplayName)))
            .ToLookup(pair => pair.diffId, pair => pair.DisplayName);
        List<HistoryRow> rows = [];
        int layer = 0;
        foreach (HistoryStep step in subject.Config.History)
        {
            rows.Add(step.EmptyLayer || layer == subject.DiffIds.Count ? new HistoryRow(step, null, 0, []) : Row(step, subject.DiffIds[layer++]));
        }

        // Tools may leave the history out, or leave layers out of it.
        while (layer < subject.DiffIds.Count)
        {
            rows.Add(Row(Unmentioned, subject.DiffIds[layer++]));
        }

        rows.Reverse();
        return rows;

        HistoryRow Row(HistoryStep step, Digest diffId) => new(step, diffId, TarSizeOf(diffId), [.. users[diffId].Distinct()]);
    }
}
