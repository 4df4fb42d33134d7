using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>struct statx_timestamp of linux/stat.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct StatXTimestamp
{
    public long Seconds;
    public uint Nanoseconds;
    public int Reserved;

    public readonly Timestamp ToTimestamp() => new(Seconds, Nanoseconds);
}
