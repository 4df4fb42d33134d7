using System.Runtime.InteropServices;
using Strata.Linux;
using Xunit;

namespace Strata.Fuse.Tests;

[Trait("Kind", "Unit")]
public class DirectoryListingTests
{
    [Fact]
    public void Entries_AreAlignedAndPadded()
    {
        byte[] buffer = [.. Enumerable.Repeat((byte)0xff, 100)];
        DirectoryListing listing = new(buffer, withAttributes: false);

        Assert.True(listing.TryAdd(new FileName("abc"u8), 7, 8, 11));
        Assert.Equal(32, listing.Length);
        Assert.True(listing.TryAdd(new FileName("12345678"u8), 9, 4, 12));
        Assert.Equal(64, listing.Length);
        Assert.True(listing.TryAdd(new FileName("x"u8), 9, 4, 13));
        Assert.False(listing.TryAdd(new FileName("y"u8), 9, 4, 14));

        Assert.Equal(96, listing.Length);
        FuseDirent first = MemoryMarshal.Read<FuseDirent>(buffer);
        Assert.Equal((7ul, 11ul, 3u, 8u), (first.Ino, first.Off, first.Namelen, first.Type));
        Assert.Equal("abc\0\0\0\0\0"u8, buffer.AsSpan(24, 8));
    }

    [Fact]
    public void EntryThatDoesNotFit_ChangesNothing()
    {
        byte[] buffer = new byte[159];
        DirectoryListing listing = new(buffer, withAttributes: true);

        bool fits = listing.Fits(new FileName("abc"u8));
        bool added = listing.TryAdd(new FileName("abc"u8), new EntryReply { Node = new NodeId(3) }, 1);

        Assert.False(fits);
        Assert.False(added);
        Assert.Equal(0, listing.Length);
    }

    [Fact]
    public void NameWithoutAttributesInAReadDirPlus_HasNoNode()
    {
        byte[] buffer = [.. Enumerable.Repeat((byte)0xff, 400)];
        DirectoryListing listing = new(buffer, withAttributes: true);

        Assert.True(listing.TryAdd(new FileName("."u8), 1, 4, 1));

        Assert.Equal(0ul, MemoryMarshal.Read<FuseEntryOut>(buffer).Nodeid);
        Assert.Equal(160, listing.Length);
    }

    [Fact]
    public void AttributesInAReadDir_AreAMistake()
    {
        Assert.Throws<InvalidOperationException>(static () =>
        {
            DirectoryListing listing = new(new byte[400], withAttributes: false);
            listing.TryAdd(new FileName("a"u8), new EntryReply(), 1);
        });
    }
}
