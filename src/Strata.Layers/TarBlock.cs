namespace Strata.Layers;

/// <summary>A ustar header that is written: POSIX pax, "ustar Header Block". Names and numbers beyond its fields stand in a pax header before it.</summary>
internal static class TarBlock
{
    /// <summary>The largest number of an eight-byte field: seven octal digits.</summary>
    public const long MaxShort = (1 << 21) - 1;

    /// <summary>The largest number of a twelve-byte field: eleven octal digits.</summary>
    public const long MaxLong = (1L << 33) - 1;

    /// <summary>The longest name, or link target, of the header itself.</summary>
    public const int MaxName = 100;

    private const int MaxPrefix = 155;

    /// <summary>Writes the header of a member; what does not fit its field is cut or zero.</summary>
    public static void Write(Span<byte> block, TarMember member)
    {
        block.Clear();
        if (TrySplit(member.Path, out int slash))
        {
            member.Path.AsSpan(0, slash).CopyTo(block[345..]);
            member.Path.AsSpan(slash + 1).CopyTo(block);
        }
        else
        {
            member.Path.AsSpan(0, Math.Min(member.Path.Length, MaxName)).CopyTo(block);
        }

        Octal(block.Slice(100, 8), member.Mode, MaxShort);
        Octal(block.Slice(108, 8), member.Uid, MaxShort);
        Octal(block.Slice(116, 8), member.Gid, MaxShort);
        Octal(block.Slice(124, 12), member.Size, MaxLong);
        Octal(block.Slice(136, 12), member.Modified.Seconds, MaxLong);
        block[156] = member.TypeFlag;
        member.LinkTarget.AsSpan(0, Math.Min(member.LinkTarget.Length, MaxName)).CopyTo(block[157..]);
        "ustar\000"u8.CopyTo(block[257..]);
        Octal(block.Slice(329, 8), member.Major, MaxShort);
        Octal(block.Slice(337, 8), member.Minor, MaxShort);
        WriteChecksum(block);
    }

    /// <summary>Whether a path fits the header: into its name, or cut at a slash into prefix and name.</summary>
    public static bool Fits(ReadOnlySpan<byte> path) => path.Length <= MaxName || TrySplit(path, out _);

    /// <summary>Finds the slash that divides a path into prefix and name, with the longest name that fits.</summary>
    private static bool TrySplit(ReadOnlySpan<byte> path, out int slash)
    {
        slash = -1;
        if (path.Length <= MaxName || path.Length > MaxPrefix + 1 + MaxName)
        {
            return false;
        }

        int first = path.Length - MaxName - 1;
        slash = first + path[first..^1].IndexOf((byte)'/');
        return slash >= first && slash is > 0 and <= MaxPrefix;
    }

    private static void Octal(Span<byte> field, long value, long max)
    {
        value = value < 0 || value > max ? 0 : value;
        for (int i = field.Length - 2; i >= 0; i--)
        {
            field[i] = (byte)('0' + (value & 7));
            value >>= 3;
        }
    }

    private static void WriteChecksum(Span<byte> block)
    {
        Span<byte> field = block.Slice(148, 8);
        field.Fill((byte)' ');
        int sum = 0;
        foreach (byte b in block)
        {
            sum += b;
        }

        // Six digits, NUL, space: as every tar program since v7 has written it.
        Octal(field[..7], sum, MaxShort);
    }
}
