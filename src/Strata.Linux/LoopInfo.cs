using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>What a loop device shows, struct loop_info64 of linux/loop.h.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct LoopInfo
{
    private ulong device;
    private ulong inode;
    private ulong rdevice;
    private ulong offset;
    private ulong sizeLimit;
    private uint number;
    private uint encryptType;
    private uint encryptKeySize;
    private LoopFlags flags;
    private LoopName names;
    private ulong init0;
    private ulong init1;

    /// <summary>The device of the file system that the file lies in.</summary>
    public readonly DeviceNumber Device => DeviceNumber.FromEncoded((uint)device);

    /// <summary>The file's inode number.</summary>
    public readonly ulong Inode => inode;

    /// <summary>Whether it shows the file as a whole, not a part of it.</summary>
    public readonly bool IsWhole => offset == 0 && sizeLimit == 0;

    /// <summary>How it was set up.</summary>
    public LoopFlags Flags
    {
        readonly get => flags;
        internal set => flags = value;
    }
}
