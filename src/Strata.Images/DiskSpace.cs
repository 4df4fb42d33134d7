namespace Strata.Images;

/// <summary>Space on the disk.</summary>
/// <param name="Bytes">Bytes allocated: st_blocks of stat(2), times 512.</param>
/// <param name="Inodes">Inodes.</param>
public readonly record struct DiskSpace(long Bytes, long Inodes)
{
    /// <summary>Both together.</summary>
    public static DiskSpace operator +(DiskSpace left, DiskSpace right) => new(left.Bytes + right.Bytes, left.Inodes + right.Inodes);
}
