using Strata.Blobs;
using Strata.Images.Checking;
using Strata.Images.Registry;
using Strata.Linux;

namespace Strata.Images;

public sealed partial class ImageStore
{
    /// <summary>
    /// Checks everything that the images need. What it finds is noted in the store, so that a load of the same image restores
    /// it; nothing else is changed.
    /// </summary>
    /// <param name="uses">Who uses which image; asked while nothing can be removed.</param>
    /// <param name="readData">Whether to read and compare every content, and not only to look at its size.</param>
    public CheckReport Check(Func<IReadOnlyList<ImageUse>> uses, bool readData)
    {
        ArgumentNullException.ThrowIfNull(uses);
        using StoreGuard guard = blobs.Hold();
        CheckReport report = new StoreCheck(layers, diffId => readData || layers.IsDamaged(diffId)).Run(index.Read, uses);
        Note(report);
        return report with { DataRead = readData };
    }

    /// <summary>
    /// Checks, and puts right what can be: chain images and derived manifests are made again, contents that are wrong are taken
    /// away, so that nobody reads them, and so is what no image needs. What is damaged comes anew out of kept blobs and from the
    /// registries that its images came from, or by the next load. What is sound stays as it is.
    /// </summary>
    /// <param name="uses">Who uses which image; asked again while nothing can be mounted.</param>
    /// <param name="readData">As for <see cref="Check"/>.</param>
    /// <param name="access">How registries are reached; null to ask none.</param>
    /// <param name="cancellation">Breaks off what comes from registries.</param>
    public CheckReport Repair(
        Func<IReadOnlyList<ImageUse>> uses, bool readData, RegistryAccess? access = null, CancellationToken cancellation = default)
    {
        CheckReport first = Check(uses, readData);
        if (first is { Damages: [], Unused: { Recipes: 0, Chains: 0, Documents: 0, Contents: 0 } })
        {
            return first;
        }

        StoreRepair repair = new(blobs, layers, access is null ? null : new OriginRepair(blobs, layers, access, cancellation));
        CheckReport report = Run(first);
        if (!report.Damages.Any(damage => damage.IsMended && damage.Kind is PartKind.Configuration))
        {
            return report;
        }

        // A configuration that came back tells of layers that nobody looked at before.
        CheckReport second = Run(Check(uses, readData));
        return second with { Damages = [.. report.Damages, .. second.Damages], NotFetched = [.. report.NotFetched, .. second.NotFetched] };

        CheckReport Run(CheckReport found) => repair.Run(index, uses, found, images => SweepTransfersAndMark(images, Transfers.Age));
    }

    private void Note(CheckReport report)
    {
        try
        {
            foreach (Digest diffId in report.DamagedLayers)
            {
                blobs.Damaged.Add(diffId);
            }

            foreach (Digest diffId in blobs.Damaged.List().Where(report.SoundLayers.Contains))
            {
                blobs.Damaged.Remove(diffId);
            }
        }
        catch (LinuxException) when (report.Damages.Count > 0)
        {
            // A disk that takes no writes must not hide what was found on it.
        }
    }
}
