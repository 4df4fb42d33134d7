using System.Runtime.InteropServices;

namespace Strata.Layers;

/// <summary>struct erofs_xattr_ibody_header, 12 bytes, followed by the numbers of shared xattrs and by inline entries.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ErofsXattrHeader
{
    /// <summary>Bytes of the header.</summary>
    public const int Length = 12;

    /// <summary>Unused without EROFS_FEATURE_COMPAT_XATTR_FILTER.</summary>
    public uint NameFilter;

    public byte SharedCount;
    public byte Reserved0;
    public ushort Reserved1;
    public uint Reserved2;
}
