using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>ZSTD_inBuffer and ZSTD_outBuffer of zstd.h: the same shape.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ZstdBuffer
{
    public byte* Start;
    public nuint Size;
    public nuint Position;
}
