using System.Runtime.InteropServices;
using Strata.Linux;

namespace Strata.Fuse;

/// <summary>struct fuse_sx_time of linux/fuse.h. A time in <see cref="FuseStatx"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseSxTime
{
    public long TvSec;
    public uint TvNsec;
    public int Reserved;

    public static FuseSxTime From(Timestamp time) => new() { TvSec = time.Seconds, TvNsec = time.Nanoseconds };
}
