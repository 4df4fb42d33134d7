namespace Strata.Images;

/// <summary>
/// What a prune is limited to, as Docker's <c>--filter</c> has it: <c>until=TIME</c>, <c>label=KEY[=VALUE]</c>,
/// <c>label!=KEY[=VALUE]</c>. A time is a date, a date and time, seconds since 1970, or how long ago (<c>24h</c>, <c>1h30m</c>).
/// </summary>
public sealed class PruneFilter
{
    private readonly List<(string Key, string? Value, bool Wanted)> labels = [];

    private PruneFilter()
    {
    }

    /// <summary>No limit.</summary>
    public static PruneFilter None { get; } = new();

    /// <summary>Only what was made before this time.</summary>
    public DateTimeOffset? Until { get; private set; }

    /// <summary>Reads filters; all of them must hold.</summary>
    /// <param name="filters">As on the command line.</param>
    /// <param name="now">What <c>24h</c> is counted from.</param>
    /// <exception cref="ImageException">One is not known, or its value is none.</exception>
    public static PruneFilter Parse(IEnumerable<string> filters, DateTimeOffset now)
    {
        PruneFilter result = new();
        foreach (string filter in filters)
        {
            int equals = filter.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? filter : filter[..equals];
            string value = equals < 0 ? "" : filter[(equals + 1)..];
            switch (key)
            {
                case "until" when result.Until is null:
                    result.Until = PointInTime.Parse(value, now) ?? throw new ImageException(
                        $"filter \"{filter}\": a time is a date (2026-01-31), a date and time, seconds since 1970, or how long ago (24h, 1h30m)");
                    break;
                case "until":
                    throw new ImageException("filter \"until\" is given twice");
                case "label" or "label!" when value.Length > 0:
                    string[] parts = value.Split('=', 2);
                    result.labels.Add((parts[0], parts.Length > 1 ? parts[1] : null, key == "label"));
                    break;
                default:
                    throw new ImageException($"filter \"{filter}\" is not known: there are until=TIME, label=KEY[=VALUE] and label!=KEY[=VALUE]");
            }
        }

        return result;
    }

    /// <summary>Whether something is to go.</summary>
    /// <param name="created">When it was made, where that is known.</param>
    /// <param name="labelsOf">Gives its labels; asked only where labels matter. Null where they are not known: then it stays.</param>
    public bool Takes(DateTimeOffset? created, Func<IReadOnlyDictionary<string, string>?> labelsOf)
    {
        ArgumentNullException.ThrowIfNull(labelsOf);
        if (Until is { } until && (created ?? DateTimeOffset.MinValue) >= until)
        {
            return false;
        }

        return labels.Count == 0
            || (labelsOf() is { } own
                && labels.TrueForAll(label => label.Wanted == (own.TryGetValue(label.Key, out string? value) && (label.Value ?? value) == value)));
    }
}
