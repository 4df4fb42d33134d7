using System.Runtime.InteropServices;

namespace Strata.Layers;

/// <summary>struct erofs_xattr_entry, 4 bytes, followed by the name without its prefix and the value; aligned to 4.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ErofsXattrEntry
{
    /// <summary>Bytes of the entry before its name.</summary>
    public const int Length = 4;

    public byte NameLength;

    /// <summary>Stands for the name's prefix, see <see cref="ErofsXattrPrefix"/>.</summary>
    public byte NameIndex;

    public ushort ValueSize;
}
