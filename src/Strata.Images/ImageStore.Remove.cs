using Strata.Blobs;
using Strata.Images.Registry;
using Strata.Linux;

namespace Strata.Images;

public sealed partial class ImageStore
{
    /// <summary>
    /// Takes names away; an image without any left goes, with every layer, content and chain image that no other image
    /// needs. All or nothing: where one of the names cannot be removed none is.
    /// </summary>
    /// <param name="names">Names, or IDs; an ID takes all names of its image.</param>
    /// <param name="usedBy">Who uses the image of that ID, for the message ("container web"); null for nobody. Asked while nothing can be mounted.</param>
    /// <param name="force">Whether to remove an image that was given by its ID and has several names, and to pass over what is not there.</param>
    /// <exception cref="ImageException">An image is not there or in use, or its ID stands for several names.</exception>
    public Removal Remove(IReadOnlyList<string> names, Func<Digest, string?> usedBy, bool force)
    {
        return Reduce(
            before =>
            {
                IReadOnlyList<ImageRecord> after = before;
                foreach (string text in names)
                {
                    try
                    {
                        after = Without(after, text, usedBy, force);
                    }
                    catch (ImageException) when (force && !IsThere(after, text))
                    {
                        // -f is for scripts that want it gone: it is.
                    }
                }

                return after;
            },
            sweepsAlways: false);
    }

    /// <summary>Takes away what nothing refers to: layers of a load that was broken off, for example.</summary>
    public SweepResult Sweep()
    {
        using StoreTrash trash = new(blobs);
        using StoreGuard guard = blobs.HoldAlone();
        return layers.Sweep(guard, SweepTransfersAndMark(index.Read(), Transfers.Age), trash);
    }

    /// <summary>As <see cref="Sweep"/>; false where a damaged document hides what is needed. Then everything stays, and a check tells.</summary>
    private bool TrySweep()
    {
        try
        {
            Sweep();
            return true;
        }
        catch (ImageException)
        {
            return false;
        }
    }

    /// <summary>Shortens the list of images, and takes away what it does not lead to any more.</summary>
    /// <param name="change">What is left of the list. Asked while no mount begins and no load ends.</param>
    /// <param name="sweepsAlways">Whether to look for what nobody needs even where the list stays as it is, halves of pulls among it.</param>
    private Removal Reduce(Func<IReadOnlyList<ImageRecord>, IReadOnlyList<ImageRecord>> change, bool sweepsAlways)
    {
        // Disposed in the other order: the files are unlinked when others have the store again.
        using StoreTrash trash = new(blobs);
        using LoadMark? mark = TryMark();
        using StoreGuard guard = blobs.HoldAlone();
        IReadOnlyList<ImageRecord> before = index.Read();
        IReadOnlyList<ImageRecord> after = before;
        SweepResult swept = default;
        try
        {
            after = change(before);
            bool changes = !before.SequenceEqual(after);
            if (changes || sweepsAlways)
            {
                // A damaged document stops it here: what its image needs is not known, so nothing may be swept.
                StoreMarks marks = SweepTransfersAndMark(after, sweepsAlways || after.Count == 0 ? TimeSpan.Zero : Transfers.Age);
                if (changes)
                {
                    // First the names, on the disk afterwards: a power cut between leaves what nothing needs, never a name
                    // without its content. Where this process is killed the mark tells the next command to sweep.
                    mark?.SweepIsDue();
                    Write(after, marks, guard, trash);
                }

                swept = layers.Sweep(guard, marks, trash);
                mark?.SweepIsDone();
            }
        }
        finally
        {
            guard.Dispose();
            mark?.End(TrySweep);
        }

        return new Removal(
            [.. before.SelectMany(image => image.Names).Except(after.SelectMany(image => image.Names))],
            [.. before.Select(image => image.Config).Except(after.Select(image => image.Config))],
            swept);
    }

    /// <summary>Writes the list. Where the disk is too full even for that, chain images that are on their way out make room: they are derived.</summary>
    private void Write(IReadOnlyList<ImageRecord> images, StoreMarks marks, StoreGuard guard, StoreTrash trash)
    {
        try
        {
            index.Change(_ => images);
        }
        catch (LinuxException e) when (IsDiskFull(e))
        {
            trash.TakeChains(guard, blobs.Chains.List().Where(chain => !marks.Chains.Contains(chain)));
            trash.Empty();
            index.Change(_ => images);
        }
    }

    /// <summary>Marks that a removal begins; null where the disk is too full for it, which must not keep anybody from making room.</summary>
    private LoadMark? TryMark()
    {
        try
        {
            return LoadMark.Begin(blobs.Root);
        }
        catch (LinuxException e) when (IsDiskFull(e))
        {
            return null;
        }
    }

    private static bool IsDiskFull(LinuxException e) => e.Error is Errno.ENOSPC or Errno.EDQUOT;

    private IReadOnlyList<ImageRecord> Without(IReadOnlyList<ImageRecord> images, string text, Func<Digest, string?> usedBy, bool force)
    {
        ImageRecord record = Find(images, text);
        string? name = NameIn(record, text);

        // An ID stands for every manifest with that configuration: layers compressed in another way are the same image.
        List<ImageRecord> same = [.. images.Where(image => image.Config == record.Config)];
        List<string> all = [.. same.SelectMany(image => image.Names)];
        if (name is null && all.Count > 1 && !force)
        {
            throw new ImageException(
                $"\"{text}\" has several names ({string.Join(", ", all)}): give one of them, or -f to remove them all");
        }

        bool isLast = name is null || all.Count == 1;
        return isLast && usedBy(record.Config) is { } user
            ? throw new ImageException($"image \"{text}\" is used by {user}: remove that first")
            : name is null
                ? [.. images.Except(same)]
                : images.Without(record.Manifest, [name]);
    }

    /// <summary>The image's name that the text is; null where the text is an ID.</summary>
    private static string? NameIn(ImageRecord record, string text) =>
        ImageReference.TryParse(text, out ImageReference? reference, out _) && reference is { Digest: null, Name: { } name }
            && record.Names.Contains(name)
            ? name
            : null;

    private static bool IsThere(IReadOnlyList<ImageRecord> images, string text)
    {
        try
        {
            return Find(images, text) is not null;
        }
        catch (ImageException)
        {
            return false;
        }
    }

    /// <summary>
    /// Removes what broken off pulls have left, from an age on (with the last image all of it goes), and marks what is needed:
    /// the rest of that, and what the images lead to.
    /// </summary>
    private StoreMarks SweepTransfersAndMark(IReadOnlyList<ImageRecord> images, TimeSpan transfersAge)
    {
        StoreMarks marks = new();
        using Transfers transfers = new(blobs.Root);
        transfers.Sweep(transfersAge);
        transfers.Mark(marks, blobs.Recipes);
        foreach (ImageRecord record in images)
        {
            Image image = Open(record);
            marks.Blobs.Add(record.Manifest);
            marks.Blobs.Add(record.Config);
            marks.Blobs.UnionWith(image.Manifest.Layers.Select(layer => layer.Digest)); // Those that were kept.
            marks.Chains.Add(image.ChainId);
            marks.Recipes.UnionWith(image.DiffIds);
        }

        return marks;
    }
}
