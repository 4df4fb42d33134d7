namespace Strata.Layers;

/// <summary>The prefixes of xattr names that EROFS knows, by their index, EROFS_XATTR_INDEX_*.</summary>
internal static class ErofsXattrPrefix
{
    /// <summary>EROFS_XATTR_INDEX_TRUSTED.</summary>
    public const byte Trusted = 4;

    private const byte User = 1;
    private const byte AccessAcl = 2;
    private const byte DefaultAcl = 3;
    private const byte Security = 6;

    /// <summary>The prefix; empty for an index that chain images do not use.</summary>
    public static ReadOnlySpan<byte> Of(byte index) => index switch
    {
        User => "user."u8,
        AccessAcl => "system.posix_acl_access"u8,
        DefaultAcl => "system.posix_acl_default"u8,
        Trusted => "trusted."u8,
        Security => "security."u8,
        _ => default,
    };

    /// <summary>Finds the prefix of <paramref name="name"/>; false for a name that no Linux file system of ours could hold.</summary>
    public static bool TrySplit(ReadOnlySpan<byte> name, out byte index, out int prefixLength)
    {
        for (index = User; index <= Security; index++)
        {
            ReadOnlySpan<byte> prefix = Of(index);
            bool isWholeName = index is AccessAcl or DefaultAcl;
            if (!prefix.IsEmpty && name.StartsWith(prefix) && (name.Length == prefix.Length) == isWholeName)
            {
                prefixLength = prefix.Length;
                return true;
            }
        }

        index = 0;
        prefixLength = 0;
        return false;
    }
}
