namespace Strata.Blobs;

/// <summary>Where an object lies below the folder of objects: <c>ab/cdef…</c>, the first byte of its digest as a folder.</summary>
public static class ObjectPath
{
    /// <summary>Bytes of a path.</summary>
    public const int Length = Digest.HexLength + 1;

    /// <summary>Writes the path of <paramref name="digest"/>, ASCII without a terminator, into the first <see cref="Length"/> bytes.</summary>
    public static void Write(in Digest digest, Span<byte> path)
    {
        const string Digits = "0123456789abcdef";
        int at = 0;
        foreach (byte b in digest.Bytes)
        {
            path[at++] = (byte)Digits[b >> 4];
            path[at++] = (byte)Digits[b & 15];
            if (at == 2)
            {
                path[at++] = (byte)'/';
            }
        }
    }

    /// <summary>Reads such a path; false for anything else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> path, out Digest digest)
    {
        digest = default;
        if (path.Length != Length || path[2] != '/')
        {
            return false;
        }

        Span<char> hex = stackalloc char[Digest.HexLength];
        for (int i = 0; i < hex.Length; i++)
        {
            hex[i] = (char)path[i < 2 ? i : i + 1];
        }

        return Digest.TryParseHex(hex, out digest);
    }
}
