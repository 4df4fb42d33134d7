using System.Buffers.Text;

namespace Strata.Containers.Mounts;

/// <summary>
/// Which user or group ids a mount shows for those on the disk, as fuse-overlayfs's <c>uidmapping</c> and <c>gidmapping</c>
/// have it. Ids outside all ranges have no counterpart; with no range at all every id is its own.
/// </summary>
public sealed class IdMap
{
    /// <summary>The largest id: -1 means "leave it" to chown(2).</summary>
    private const ulong MaxId = uint.MaxValue - 1;

    private readonly IdRange[] ranges;

    /// <summary>Makes a map.</summary>
    /// <param name="ranges">The ranges; of two that have an id, the first counts.</param>
    /// <param name="overflow">What is shown where there is no counterpart, /proc/sys/kernel/overflowuid.</param>
    public IdMap(IReadOnlyList<IdRange> ranges, uint overflow)
    {
        this.ranges = [.. ranges];
        Overflow = overflow;
    }

    /// <summary>Every id as it is.</summary>
    public static IdMap Identity { get; } = new([], 65534);

    /// <summary>What is shown for an id that has no counterpart.</summary>
    public uint Overflow { get; }

    /// <summary>Whether every id is its own.</summary>
    public bool IsIdentity => ranges.Length == 0;

    /// <summary>
    /// Reads <c>DISK:SHOWN:COUNT</c>, any number of them one behind the other with a colon between. Empty parts are skipped:
    /// engines begin with a colon.
    /// </summary>
    /// <returns>False: a part is no number, is missing, or a range goes beyond the largest id.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, uint overflow, out IdMap? map)
    {
        map = null;
        List<uint> numbers = [];
        foreach (Range part in text.Split((byte)':'))
        {
            ReadOnlySpan<byte> digits = text[part];
            if (digits.IsEmpty)
            {
                continue;
            }

            if (!Utf8Parser.TryParse(digits, out uint number, out int used) || used != digits.Length)
            {
                return false;
            }

            numbers.Add(number);
        }

        IdRange[] ranges = new IdRange[numbers.Count / 3];
        for (int i = 0; i < ranges.Length; i++)
        {
            ranges[i] = new IdRange(numbers[3 * i], numbers[(3 * i) + 1], numbers[(3 * i) + 2]);
            if (Math.Max(ranges[i].OnDisk, ranges[i].Shown) + (ulong)ranges[i].Count > MaxId + 1)
            {
                return false;
            }
        }

        map = new IdMap(ranges, overflow);
        return numbers.Count % 3 == 0;
    }

    /// <summary>What is shown for an id on the disk.</summary>
    public uint Show(uint onDisk)
    {
        foreach (IdRange range in ranges)
        {
            if (onDisk - range.OnDisk < range.Count && onDisk >= range.OnDisk)
            {
                return range.Shown + (onDisk - range.OnDisk);
            }
        }

        return IsIdentity ? onDisk : Overflow;
    }

    /// <summary>The id on the disk for one that users of the mount see; false where it has none.</summary>
    public bool TryStore(uint shown, out uint onDisk)
    {
        foreach (IdRange range in ranges)
        {
            if (shown - range.Shown < range.Count && shown >= range.Shown)
            {
                onDisk = range.OnDisk + (shown - range.Shown);
                return true;
            }
        }

        onDisk = shown;
        return IsIdentity;
    }
}
