using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// Makes inode numbers of several file systems unique, as overlayfs's xino does: each but the first gets a number of its own
/// in the top ten bits. Safe to use from several threads.
/// </summary>
/// <remarks>
/// A file system that uses those bits itself (an overlay or a mount of ours below this one) gets further numbers, one for
/// each pattern that it has there, at a place that depends on nothing but the pattern unless two want the same: so the
/// numbers are unique, and the same again after a remount. Should all 1,023 be taken, the rest is hashed.
/// </remarks>
public sealed class InodeNumbers
{
    private const int Shift = 54;
    private const ulong Low = (1UL << Shift) - 1;
    private const ulong Hashed = 1023; // The number of what is hashed.
    private const ulong FirstPattern = 512; // File systems take the numbers below, patterns those from here on.
    private const ulong Multiplier = 0x9E3779B97F4A7C15; // 2^64 / golden ratio, Knuth's multiplicative hash.
    private readonly Lock gate = new();
    private readonly Dictionary<DeviceNumber, ulong> prefixes = [];
    private readonly Dictionary<(ulong Prefix, ulong Pattern), ulong> patterns = [];
    private readonly bool[] taken = new bool[Hashed];
    private ulong used;

    /// <summary>What the inode numbers on a device are to be combined with in <see cref="Unique"/>: 0 for the first device asked for, which should be the upper's.</summary>
    public ulong PrefixOf(DeviceNumber device)
    {
        lock (gate)
        {
            if (!prefixes.TryGetValue(device, out ulong prefix))
            {
                prefix = NewPrefixLocked();
                prefixes.Add(device, prefix);
            }

            return prefix;
        }
    }

    /// <summary>A prefix for something that lies on no device, such as a chain image.</summary>
    public ulong NewPrefix()
    {
        lock (gate)
        {
            return NewPrefixLocked();
        }
    }

    /// <summary>The number in the union of an inode of the file system that has the prefix.</summary>
    public ulong Unique(ulong prefix, ulong ino) => ((ino >> Shift) | (prefix & Low)) == 0 ? ino | prefix : UniquePattern(prefix, ino);

    private ulong UniquePattern(ulong prefix, ulong ino)
    {
        lock (gate)
        {
            if ((prefix & Low) == 0)
            {
                (ulong, ulong) key = (prefix, ino >> Shift);
                if (!patterns.TryGetValue(key, out ulong place))
                {
                    place = FreePlaceLocked(prefix, ino >> Shift);
                    patterns.Add(key, place);
                }

                if (place != Hashed)
                {
                    return (ino & Low) | (place << Shift);
                }
            }
        }

        ulong mixed = (ino ^ (prefix * Multiplier)) * Multiplier;
        mixed = (mixed ^ (mixed >> 32)) * Multiplier;
        return (mixed >> (64 - Shift)) | (Hashed << Shift);
    }

    private ulong NewPrefixLocked()
    {
        ulong number = used++;
        if (number < FirstPattern)
        {
            return number << Shift;
        }

        ulong place = FreePlaceLocked(number, 0);
        return place == Hashed ? (Hashed << Shift) | number : place << Shift;
    }

    private ulong FreePlaceLocked(ulong prefix, ulong pattern)
    {
        const ulong Places = Hashed - FirstPattern;
        ulong wanted = ((prefix + pattern + 1) * Multiplier >> 32) % Places;
        for (ulong i = 0; i < Places; i++)
        {
            ulong place = FirstPattern + ((wanted + i) % Places);
            if (!taken[place])
            {
                taken[place] = true;
                return place;
            }
        }

        return Hashed;
    }
}
