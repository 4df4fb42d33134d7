using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>struct loop_config of linux/loop.h, from Linux 5.8 on.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LoopConfig
{
    public int Fd;
    public uint BlockSize;
    public LoopInfo Info;
    public fixed ulong Reserved0[8];
}
