namespace Strata.Union;

/// <summary>Hashes of names that whoever made the names cannot foresee: a folder may be made to be slow.</summary>
internal static class NameHash
{
    internal static uint Of(ReadOnlySpan<byte> name)
    {
        HashCode hash = default; // Seeded for each process.
        hash.AddBytes(name);
        return (uint)hash.ToHashCode();
    }

    /// <summary>How large a table with open addressing is for so many names: a power of two, at most half full.</summary>
    internal static int TableSize(int names)
    {
        int size = 16;
        while (size < names * 2L)
        {
            size *= 2;
        }

        return size;
    }
}
