using System.Runtime.CompilerServices;
using Strata.Linux;
using Xunit;

namespace Strata.Fuse.Tests;

[Trait("Kind", "Unit")]
public class ArgumentReaderTests
{
    [Fact]
    public void StructThatIsCutShort_IsNotRead()
    {
        byte[] bytes = new byte[Unsafe.SizeOf<FuseReadIn>()];

        Assert.True(new ArgumentReader(bytes).TryRead(out FuseReadIn _));
        Assert.False(new ArgumentReader(bytes.AsSpan(1)).TryRead(out FuseReadIn _));
    }

    [Fact]
    public void StringWithoutEnd_IsNotRead()
    {
        ArgumentReader reader = new("two\0words"u8);

        Assert.True(reader.TryReadString(out ReadOnlySpan<byte> first));
        Assert.Equal("two"u8, first);
        Assert.False(reader.TryReadString(out ReadOnlySpan<byte> second));
        Assert.True(second.IsEmpty);
        Assert.True(reader.Rest.IsEmpty);
    }

    [Theory]
    [InlineData("", Errno.EINVAL)]
    [InlineData("a/b", Errno.EINVAL)]
    [InlineData("/", Errno.EINVAL)]
    [InlineData("name", Errno.Ok)]
    public void Name_IsOneComponent(string text, Errno expected)
    {
        ArgumentReader reader = new(FileName.BytesOf(text + "\0"));

        bool read = reader.TryReadName(out FileName name, out Errno error);

        Assert.Equal(expected, error);
        Assert.Equal(expected == Errno.Ok, read);
        Assert.Equal(read ? text : "", name.ToString());
    }

    [Fact]
    public void NameLongerThanNameMax_IsTooLong()
    {
        ArgumentReader longest = new(FileName.BytesOf(new string('n', 255) + "\0"));
        ArgumentReader longer = new(FileName.BytesOf(new string('n', 256) + "\0"));

        Assert.True(longest.TryReadName(out _, out _));
        Assert.False(longer.TryReadName(out _, out Errno error));
        Assert.Equal(Errno.ENAMETOOLONG, error);
    }

    [Fact]
    public void MoreBytesThanThereAre_AreNotRead()
    {
        ArgumentReader reader = new("12345"u8);

        Assert.True(reader.TryReadBytes(3, out ReadOnlySpan<byte> bytes));
        Assert.Equal("123"u8, bytes);
        Assert.False(reader.TryReadBytes(uint.MaxValue, out _));
    }
}
