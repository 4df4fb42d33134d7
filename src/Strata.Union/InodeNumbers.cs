using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// Makes inode numbers of several file systems unique, as overlayfs's xino does: each but the first gets a number of its own
/// in the top byte. Safe to use from several threads.
/// </summary>
public sealed class InodeNumbers
{
    private const int Shift = 56;
    private readonly Lock gate = new();
    private readonly Dictionary<DeviceNumber, ulong> prefixes = [];
    private ulong used;

    /// <summary>The prefix of the inode numbers on a device: 0 for the first device asked for, which should be the upper's.</summary>
    public ulong PrefixOf(DeviceNumber device)
    {
        lock (gate)
        {
            if (!prefixes.TryGetValue(device, out ulong prefix))
            {
                prefix = used++ << Shift;
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
            return used++ << Shift;
        }
    }
}
