using System.Text;
using Strata.Linux;
using Xunit;

namespace Strata.Layers.Tests;

[Trait("Kind", "Unit")]
public sealed class CanonicalTarTests : IDisposable
{
    private readonly TemporaryStore store = new();

    public static TheoryData<string> Paths =>
    [
        "a", "dir/a", new string('n', 100), new string('n', 101), new string('n', 255), $"{new string('d', 155)}/{new string('n', 100)}",
        $"{new string('d', 156)}/{new string('n', 100)}", $"{new string('d', 155)}/{new string('n', 101)}", $"{new string('d', 60)}/{new string('e', 60)}/x",
        string.Join('/', Enumerable.Repeat("part", 700)), "fünf/日本", "a\nb",
    ];

    public void Dispose() => store.Dispose();

    [Theory]
    [MemberData(nameof(Paths))]
    public void Path_ComesBack(string path)
    {
        Assert.Equal(path, Text(Assert.Single(RoundTrip(Entry(path, EntryKind.File))).Path));
        Assert.Equal(path, Text(Assert.Single(RoundTrip(Entry(path, EntryKind.Directory))).Path));
        Assert.Equal(path, Text(Assert.Single(RoundTrip(Entry("link", EntryKind.Symlink) with { LinkTarget = Encoding.UTF8.GetBytes(path) })).LinkTarget));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void OtherReaders_SeeTheSamePath(string path)
    {
        using System.Formats.Tar.TarReader reader = new(new MemoryStream(Write(Entry(path, EntryKind.File) with { Size = 0 }).ToArray()));
        Assert.Equal(path, reader.GetNextEntry()!.Name);
        Assert.Null(reader.GetNextEntry());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1_700_000_000, 0)]
    [InlineData(1_700_000_000, 500_000_000)]
    [InlineData(1_700_000_000, 1)]
    [InlineData(-1, 0)]
    [InlineData(-1, 750_000_000)]
    [InlineData(-2, 1)]
    [InlineData(8_589_934_591, 0)]
    [InlineData(8_589_934_592, 0)]
    [InlineData(long.MaxValue, 999_999_999)]
    public void Time_ComesBack(long seconds, uint nanoseconds)
    {
        Timestamp time = new(seconds, nanoseconds);
        Assert.Equal(time, Assert.Single(RoundTrip(Entry("a", EntryKind.Fifo) with { Modified = time })).Modified);
    }

    [Fact]
    public void Attributes_ComeBack()
    {
        LayerEntry entry = Entry("dev", EntryKind.BlockDevice) with
        {
            Permissions = 0xfff,
            Uid = 2_097_152,
            Gid = uint.MaxValue - 1,
            Device = new DeviceNumber(0xfff, 0xfffff),
            Xattrs = [new Xattr("user.b"u8.ToArray(), "\0=\n"u8.ToArray()), new Xattr("user.a"u8.ToArray(), ReadOnlyMemory<byte>.Empty)],
        };

        LayerEntry back = Assert.Single(RoundTrip(entry));

        Assert.Equal((entry.Permissions, entry.Uid, entry.Gid, entry.Device), (back.Permissions, back.Uid, back.Gid, back.Device));
        Assert.Equal(["user.a=", "user.b=\0=\n"], back.Xattrs.Select(x => $"{Text(x.Name)}={Text(x.Value)}"));
    }

    [Fact]
    public void OrderOfXattrs_DoesNotMatter()
    {
        Xattr a = new("user.a"u8.ToArray(), "1"u8.ToArray());
        Xattr b = new("user.b"u8.ToArray(), "2"u8.ToArray());

        Assert.Equal(
            Write(Entry("x", EntryKind.Directory) with { Xattrs = [a, b] }).ToArray(),
            Write(Entry("x", EntryKind.Directory) with { Xattrs = [b, a] }).ToArray());
    }

    [Fact]
    public void OrdinaryEntry_HasNoPaxHeader() =>
        Assert.Equal(3 * 512, Write(Entry("usr/bin/a", EntryKind.Directory) with { Uid = 1000, Modified = new Timestamp(1_700_000_000, 0) }).Length);

    [Fact]
    public void WhiteoutsAndOpaqueDirectories_AreSpelledAsTheSpecificationSays()
    {
        LayerEntry[] entries = [Entry("gone", EntryKind.Whiteout), Entry("d/gone", EntryKind.Whiteout), Entry("d", EntryKind.Opaque), Entry("", EntryKind.Opaque)];

        Assert.Equal(entries.Select(e => (e.Kind, Text(e.Path))), RoundTrip(entries).Select(e => (e.Kind, Text(e.Path))));

        using System.Formats.Tar.TarReader reader = new(new MemoryStream(Write(entries).ToArray()));
        List<string> names = [];
        while (reader.GetNextEntry() is { } member)
        {
            names.Add(member.Name);
        }

        Assert.Equal([".wh.gone", "d/.wh.gone", "d/.wh..wh..opq", ".wh..wh..opq"], names);
    }

    [Fact]
    public void ContentOfAnotherLength_IsRefused()
    {
        CanonicalTar tar = new(_ => { });
        tar.Begin(Entry("a", EntryKind.File) with { Size = 3 });

        Assert.Throws<InvalidOperationException>(() => tar.Content("four"u8));
        Assert.Throws<InvalidOperationException>(tar.Finish);
    }

    private static LayerEntry Entry(string path, EntryKind kind) =>
        new() { Path = Encoding.UTF8.GetBytes(path), Kind = kind, LinkTarget = kind == EntryKind.Symlink ? "t"u8.ToArray() : default };

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static MemoryStream Write(params LayerEntry[] entries)
    {
        MemoryStream stream = new();
        CanonicalTar tar = new(stream.Write);
        foreach (LayerEntry entry in entries)
        {
            tar.Begin(entry);
        }

        tar.Finish();
        stream.Position = 0;
        return stream;
    }

    /// <summary>What our own reader makes of it.</summary>
    private List<LayerEntry> RoundTrip(params LayerEntry[] entries) => store.EntriesOf(Write(entries).ToArray());
}
