using System.Text;

namespace Strata.Bench.Peers.Trees;

/// <summary>Chance that is the same in every run: a number from 0 to 1 for a purpose and a path.</summary>
internal static class Chance
{
    public static double Of(string purpose, string path)
    {
        ulong hash = 0xcbf29ce484222325; // FNV-1a
        foreach (byte b in Encoding.UTF8.GetBytes($"{purpose}:{path}"))
        {
            hash = (hash ^ b) * 0x100000001b3;
        }

        // Its low bits are good, its high bits are not for short texts: mixed as splitmix64 ends.
        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
        hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
        return ((hash ^ (hash >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
