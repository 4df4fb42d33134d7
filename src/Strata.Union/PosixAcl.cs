namespace Strata.Union;

/// <summary>The xattrs that hold POSIX ACLs, acl(5).</summary>
internal static class PosixAcl
{
    /// <summary>How both names begin.</summary>
    internal static ReadOnlySpan<byte> Prefix => "system.posix_acl_"u8;

    internal static ReadOnlySpan<byte> Access => "system.posix_acl_access"u8;

    internal static ReadOnlySpan<byte> Default => "system.posix_acl_default"u8;
}
