using Strata.Linux;
using Xunit;

namespace Strata.Fuse.Tests;

[Trait("Kind", "Unit")]
public class HandshakeTests
{
    private const InitFlags Everything = (InitFlags)ulong.MaxValue;

    [Fact]
    public void Kernel618_AgreesOnPassthroughWithOneStackedFileSystem()
    {
        Handshake agreed = Agree(45, Everything, new SessionOptions());

        Assert.True(agreed.Features.Passthrough);
        Assert.Equal(1u, agreed.Reply.MaxStackDepth);
        Assert.Equal((7u, 45u), (agreed.Reply.Major, agreed.Reply.Minor));
        Assert.Equal((1u << 20, 256), (agreed.Reply.MaxWrite, agreed.Reply.MaxPages));
    }

    [Theory]
    [InlineData((ulong)InitFlags.WritebackCache)]
    [InlineData((ulong)InitFlags.ReadDirPlusAuto)]
    [InlineData((ulong)InitFlags.ExportSupport)]
    [InlineData(1UL << 1)]
    [InlineData(1UL << 10)]
    [InlineData((ulong)InitFlags.AllowIdMap)]
    public void WhatIsNotWanted_IsNotAgreedOn(ulong flag)
    {
        Handshake agreed = Agree(45, Everything, new SessionOptions());

        Assert.Equal(InitFlags.None, agreed.Agreed & (InitFlags)flag);
    }

    [Fact]
    public void IdMappedMounts_AreAgreedOnWhereAskedFor()
    {
        Handshake agreed = Agree(45, Everything, new SessionOptions { AllowIdMap = true });

        Assert.Equal(InitFlags.AllowIdMap, agreed.Agreed & InitFlags.AllowIdMap);
    }

    [Fact]
    public void KernelWithoutInitExt_HasNoSecondHalfOfFlags()
    {
        Handshake agreed = Agree(35, Everything & ~InitFlags.InitExtended, new SessionOptions());

        Assert.False(agreed.Features.Passthrough);
        Assert.Equal((0u, 0u), (agreed.Reply.Flags2, agreed.Reply.MaxStackDepth));
        Assert.Equal(35u, agreed.Reply.Minor);
    }

    [Fact]
    public void NothingOffered_IsNothingAgreedOn()
    {
        Handshake agreed = Agree(31, InitFlags.None, new SessionOptions());

        Assert.Equal(InitFlags.None, agreed.Agreed);
        Assert.False(agreed.Features.NoOpenDirectory);
        Assert.Equal(128 * 1024, agreed.Features.MaxTransfer);
    }

    [Fact]
    public void OptionsTurnedOff_AreNotAskedFor()
    {
        SessionOptions options = new() { Passthrough = false, PosixAcl = false, ReadDirectoryPlus = false, MaxTransfer = 65536 };

        Handshake agreed = Agree(45, Everything, options);

        Assert.Equal(InitFlags.None, agreed.Agreed & (InitFlags.Passthrough | InitFlags.PosixAcl | InitFlags.DoReadDirPlus));
        Assert.Equal((65536u, 16), (agreed.Reply.MaxWrite, agreed.Reply.MaxPages));
    }

    [Theory]
    [InlineData(7, 30)]
    [InlineData(6, 45)]
    public void OlderProtocol_IsRefused(uint major, uint minor)
    {
        Errno error = Handshake.Agree(new FuseInitIn { Major = major, Minor = minor }, new SessionOptions(), out Handshake? handshake);

        Assert.Equal(Errno.EPROTO, error);
        Assert.Null(handshake);
    }

    private static Handshake Agree(uint minor, InitFlags offered, SessionOptions options)
    {
        FuseInitIn offer = new() { Major = 7, Minor = minor, Flags = (uint)offered, Flags2 = (uint)((ulong)offered >> 32) };
        Handshake.Agree(offer, options, out Handshake? handshake).OrThrow();
        return handshake!;
    }
}
