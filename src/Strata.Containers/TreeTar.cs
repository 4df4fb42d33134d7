using Strata.Layers;
using Strata.Linux;
using Strata.Union;

namespace Strata.Containers;

/// <summary>Writes a tree as one tar: the same tree always as the same bytes.</summary>
internal static class TreeTar
{
    private const int PieceSize = 256 * 1024;

    /// <summary>Writes everything that a scan finds.</summary>
    /// <exception cref="ContainerException">A file changes its size at this moment.</exception>
    public static void Write(IEnumerable<ScanEntry> entries, Stream target, CancellationToken cancellation)
    {
        CanonicalTar tar = new(target.Write);
        byte[] buffer = GC.AllocateUninitializedArray<byte>(PieceSize);
        foreach (ScanEntry found in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            LayerEntry entry = found.Entry;
            tar.Begin(entry);
            if (entry is { Kind: EntryKind.File, Size: > 0 })
            {
                WriteContent(found, entry, tar, buffer);
            }
        }

        tar.Finish();
    }

    private static void WriteContent(ScanEntry found, LayerEntry entry, CanonicalTar tar, byte[] buffer)
    {
        string shown = "/" + PathText.Show(entry.Path.Span);
        found.OpenContent(out FileFd file, out ReadOnlyMemory<byte> inline).OrThrow($"open {shown}");
        using (file)
        {
            if (!file.IsOpen)
            {
                // An upper may say another size than the content has that lies below it.
                if (inline.Length != entry.Size)
                {
                    throw new ContainerException($"{shown} has {inline.Length} bytes, and not {entry.Size} as its folder says");
                }

                tar.Content(inline.Span);
                return;
            }

            // As long as the header says, whatever happens to the file meanwhile.
            for (long at = 0; at < entry.Size;)
            {
                Sys.PRead(file, buffer.AsSpan(0, (int)Math.Min(buffer.Length, entry.Size - at)), at, out int count).OrThrow($"read {shown}");
                if (count == 0)
                {
                    throw new ContainerException($"{shown} became shorter while it was read");
                }

                tar.Content(buffer.AsSpan(0, count));
                at += count;
            }
        }
    }
}
