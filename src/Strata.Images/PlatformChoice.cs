namespace Strata.Images;

/// <summary>Finds the manifest for a platform among the entries of an index, which may lead to further indexes.</summary>
/// <param name="wanted">The platform.</param>
/// <param name="read">Reads a nested index; its descriptor, and what it is called in messages.</param>
internal sealed class PlatformChoice(Platform wanted, Func<Descriptor, string, byte[]> read)
{
    private const int MaxNesting = 4;

    /// <summary>The manifest: one that stands alone is taken whatever its platform.</summary>
    /// <param name="entries">One or more entries of the same name.</param>
    /// <param name="name">What the image is called in messages.</param>
    /// <exception cref="ImageException">There is none for that platform.</exception>
    public Descriptor Choose(IReadOnlyList<Descriptor> entries, string name)
    {
        List<Descriptor> seen = [];
        return Choose(entries, name, 0, seen) ?? throw NoPlatform(name, seen);
    }

    private Descriptor? Choose(IReadOnlyList<Descriptor> entries, string name, int depth, List<Descriptor> seen)
    {
        if (depth > MaxNesting)
        {
            throw new ImageException($"{name}: indexes are nested more than {MaxNesting} deep");
        }

        seen.AddRange(entries);
        bool alone = depth == 0 && entries.Count == 1;
        foreach (Descriptor entry in entries.OrderByDescending(Fits))
        {
            if (MediaTypes.IsManifest(entry.MediaType) && (alone || wanted.Accepts(entry.Platform)))
            {
                return entry;
            }

            if (MediaTypes.IsIndex(entry.MediaType) && (entry.Platform is null || wanted.Accepts(entry.Platform)))
            {
                byte[] bytes = read(entry, $"the index of {name}");
                IReadOnlyList<Descriptor> nested = Documents.ReadIndex(bytes, entry.MediaType, $"the index of {name}");
                if (Choose(nested, name, depth + 1, seen) is { } found)
                {
                    return found;
                }
            }
            else if (alone)
            {
                throw new ImageException($"{name} has the media type {entry.MediaType}, which is neither a manifest nor an index");
            }
        }

        return null;
    }

    /// <summary>An entry that has exactly what was asked for goes before one that will do.</summary>
    private int Fits(Descriptor entry) =>
        !wanted.Accepts(entry.Platform) ? 0 : (entry.Platform.Variant ?? "") == (wanted.Variant ?? "") ? 2 : 1;

    private ImageException NoPlatform(string name, List<Descriptor> entries)
    {
        string there = string.Join(", ", entries.Select(e => e.Platform?.ToString()).Where(p => p is not null));
        string subject = wanted == Platform.ThisMachine ? $"{name} is not made for this machine" : $"{name} is not made for {wanted}";
        return new ImageException(
            $"{subject}: {wanted} is not among its platforms" + (there.Length == 0 ? "" : $" ({there})"));
    }
}
