using Strata.Linux;

namespace Strata.Layers;

/// <summary>What EROFS can hold of an entry.</summary>
internal static class ErofsEntryCheck
{
    private const int PathMax = 4096;

    /// <summary>Checks an entry that becomes an inode.</summary>
    /// <exception cref="ChainMergeException">It cannot.</exception>
    public static void OrThrow(LayerEntry entry)
    {
        string? complaint = entry.Kind switch
        {
            _ when entry.Path.Length - entry.Path.Span.LastIndexOf((byte)'/') - 1 > FileName.MaxLength => "has a name above 255 bytes",
            _ when entry.Modified.Nanoseconds >= 1_000_000_000 => "has a time with a whole second of nanoseconds",
            EntryKind.File when entry.Size is < 0 or > ErofsFormat.MaxChunk => $"has an impossible size of {entry.Size} bytes",
            EntryKind.File when entry.Size <= LayerEntry.MaxInlineContent && entry.InlineContent.Length != entry.Size =>
                $"has {entry.InlineContent.Length} bytes of content and a size of {entry.Size}",
            EntryKind.Symlink when entry.LinkTarget.Length is 0 or >= PathMax => $"is a symlink to a path of {entry.LinkTarget.Length} bytes",
            EntryKind.CharDevice or EntryKind.BlockDevice when DeviceNumber.FromEncoded(entry.Device.Encoded) != entry.Device =>
                $"is a device with the impossible number {entry.Device.Major}:{entry.Device.Minor}",
            _ => null,
        };
        if (complaint is not null)
        {
            throw new ChainMergeException($"{PathText.Show(entry.Path.Span)} {complaint}");
        }
    }
}
