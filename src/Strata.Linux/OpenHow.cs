using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>struct open_how of linux/openat2.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenHow
{
    public ulong Flags;
    public ulong Mode;
    public ulong Resolve;
}
