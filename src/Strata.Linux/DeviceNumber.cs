namespace Strata.Linux;

/// <summary>A device number, makedev(3).</summary>
public readonly record struct DeviceNumber(uint Major, uint Minor)
{
    /// <summary>The form of the kernel's system calls, FUSE and EROFS: 12 bits of major, 20 of minor.</summary>
    public uint Encoded => (Minor & 0xff) | ((Major & 0xfff) << 8) | ((Minor & ~0xffu) << 12);

    /// <summary>The form of glibc's dev_t, 64 bits: what mknod(3) takes.</summary>
    public ulong Wide => ((ulong)(Major & 0xfffff000) << 32) | ((ulong)(Minor & 0xffffff00) << 12) | ((Major & 0xfff) << 8) | (Minor & 0xff);

    /// <summary>Reads the 32-bit form.</summary>
    public static DeviceNumber FromEncoded(uint encoded) => new((encoded >> 8) & 0xfff, (encoded & 0xff) | ((encoded >> 12) & 0xfff00));
}
