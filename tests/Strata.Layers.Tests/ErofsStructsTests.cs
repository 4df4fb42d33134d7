using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Xunit;

namespace Strata.Layers.Tests;

/// <summary>Sizes and offsets as fs/erofs/erofs_fs.h of Linux has them (its own build checks the sizes likewise).</summary>
[Trait("Kind", "Unit")]
public sealed class ErofsStructsTests
{
    [Fact]
    public void Sizes_AreTheKernels()
    {
        Assert.Equal(128, Unsafe.SizeOf<ErofsSuperblock>());
        Assert.Equal(32, Unsafe.SizeOf<ErofsInodeCompact>());
        Assert.Equal(64, Unsafe.SizeOf<ErofsInodeExtended>());
        Assert.Equal(12, Unsafe.SizeOf<ErofsDirent>());
        Assert.Equal(12, Unsafe.SizeOf<ErofsXattrHeader>());
        Assert.Equal(4, Unsafe.SizeOf<ErofsXattrEntry>());
        Assert.Equal(80, Unsafe.SizeOf<ChainHeader>());
    }

    [Theory]
    [InlineData(nameof(ErofsSuperblock.CompatibleFeatures), 8)]
    [InlineData(nameof(ErofsSuperblock.BlockBits), 12)]
    [InlineData(nameof(ErofsSuperblock.RootNid), 14)]
    [InlineData(nameof(ErofsSuperblock.Inodes), 16)]
    [InlineData(nameof(ErofsSuperblock.BuildTime), 24)]
    [InlineData(nameof(ErofsSuperblock.Blocks), 36)]
    [InlineData(nameof(ErofsSuperblock.SharedXattrBlock), 44)]
    [InlineData(nameof(ErofsSuperblock.UuidFirst), 48)]
    [InlineData(nameof(ErofsSuperblock.VolumeNameFirst), 64)]
    [InlineData(nameof(ErofsSuperblock.IncompatibleFeatures), 80)]
    [InlineData(nameof(ErofsSuperblock.DirectoryBlockBits), 90)]
    [InlineData(nameof(ErofsSuperblock.PackedNid), 96)]
    public void SuperblockField_LiesWhereTheKernelReadsIt(string field, int offset) =>
        Assert.Equal(offset, (int)Marshal.OffsetOf<ErofsSuperblock>(field));

    [Theory]
    [InlineData(nameof(ErofsInodeCompact.Links), 6)]
    [InlineData(nameof(ErofsInodeCompact.Size), 8)]
    [InlineData(nameof(ErofsInodeCompact.Union), 16)]
    [InlineData(nameof(ErofsInodeCompact.Uid), 24)]
    [InlineData(nameof(ErofsInodeCompact.Gid), 26)]
    public void CompactField_LiesWhereTheKernelReadsIt(string field, int offset) =>
        Assert.Equal(offset, (int)Marshal.OffsetOf<ErofsInodeCompact>(field));

    [Theory]
    [InlineData(nameof(ErofsInodeExtended.Size), 8)]
    [InlineData(nameof(ErofsInodeExtended.Union), 16)]
    [InlineData(nameof(ErofsInodeExtended.Uid), 24)]
    [InlineData(nameof(ErofsInodeExtended.Modified), 32)]
    [InlineData(nameof(ErofsInodeExtended.ModifiedNanoseconds), 40)]
    [InlineData(nameof(ErofsInodeExtended.Links), 44)]
    public void ExtendedField_LiesWhereTheKernelReadsIt(string field, int offset) =>
        Assert.Equal(offset, (int)Marshal.OffsetOf<ErofsInodeExtended>(field));
}
