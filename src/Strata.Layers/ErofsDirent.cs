using System.Runtime.InteropServices;

namespace Strata.Layers;

/// <summary>struct erofs_dirent, 12 bytes; a directory block has these first, then the names without terminators.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct ErofsDirent
{
    /// <summary>Bytes of a dirent.</summary>
    public const int Length = 12;

    public ulong Nid;

    /// <summary>Where the name starts in the block; that of the first dirent also tells how many there are.</summary>
    public ushort NameOffset;

    /// <summary>FT_* of fs_types.h.</summary>
    public byte FileType;

    public byte Reserved;
}
