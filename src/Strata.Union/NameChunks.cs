namespace Strata.Union;

/// <summary>
/// Where a name lies in arrays of at most 16 KiB: the array's number in the upper bits, the place in it in the lower. No
/// name is torn, and an inode that keeps its name keeps no more than one array of it.
/// </summary>
internal static class NameChunks
{
    internal const int Bits = 14;
    internal const int Size = 1 << Bits;

    internal static int ChunkOf(int start) => start >> Bits;

    internal static int PlaceOf(int start) => start & (Size - 1);
}
