using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_link_in of linux/fuse.h. LINK, followed by the name.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseLinkIn
{
    public ulong Oldnodeid;
}
