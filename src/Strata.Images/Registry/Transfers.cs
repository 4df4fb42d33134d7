using System.Globalization;
using System.Text;
using Strata.Blobs;
using Strata.Linux;

namespace Strata.Images.Registry;

/// <summary>
/// What pulls and pushes leave for the next one, in the store's folder <c>transfers</c> (docs/formats/transfers.md): after a
/// pull that was broken off the layers that were complete, which no sweep takes while they are listed here, and the
/// half-fetched blobs; after a push what layers became when they were compressed. All of it is a hint and can be lost.
/// </summary>
/// <param name="root">The store's folder; borrowed.</param>
internal sealed class Transfers(FileFd root) : IDisposable
{
    /// <summary>How long they are kept.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(7);

    private const int MaxSize = 1 << 20;
    private const string Where = "the store's folder transfers";
    private FileFd folder;

    private static ReadOnlySpan<byte> FolderName => "transfers"u8;

    /// <summary>Lists the layers of an image that is being pulled.</summary>
    /// <param name="manifest">The digest of its manifest.</param>
    /// <param name="diffIds">Its layers.</param>
    public void List(Digest manifest, IEnumerable<Digest> diffIds)
    {
        Make();
        byte[] text = Encoding.ASCII.GetBytes(string.Concat(diffIds.Distinct().Select(diffId => diffId.Hex + "\n")));
        Sys.OpenAt(folder, LayersName(manifest), OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate | OpenFlags.NoFollow, out FileFd file, 0x180)
            .OrThrow("list the layers of a pull");
        using (file)
        {
            Sys.WriteAll(file, text).OrThrow("list the layers of a pull");
        }
    }

    /// <summary>The image is there: its layers need no list.</summary>
    public void Forget(Digest manifest) => _ = Sys.UnlinkAt(folder, LayersName(manifest));

    /// <summary>The half-fetched part of a blob; null where another process fetches the same.</summary>
    public PartialBlob? OpenPart(Digest blob, long size)
    {
        Make();
        return PartialBlob.Open(folder, PathText.Bytes(blob.Hex + ".part"), size);
    }

    /// <summary>Remembers what a layer became when it was compressed for a registry.</summary>
    public void Remember(Digest diffId, Digest blob, long size)
    {
        Make();
        Sys.OpenAt(folder, GzipName(diffId), OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate | OpenFlags.NoFollow, out FileFd file, 0x180)
            .OrThrow(Where);
        using (file)
        {
            Sys.WriteAll(file, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{blob} {size}\n"))).OrThrow(Where);
        }
    }

    /// <summary>What a layer became when it was last compressed; null where that is not known.</summary>
    public (Digest Blob, long Size)? Recall(Digest diffId)
    {
        if (!Open() || Sys.OpenAt(folder, GzipName(diffId), OpenFlags.ReadOnly | OpenFlags.NoFollow, out FileFd file) != Errno.Ok)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[128];
        using (file)
        {
            Sys.PRead(file, bytes, 0, out int count).OrThrow(Where);
            string[] parts = Encoding.ASCII.GetString(bytes[..count]).TrimEnd('\n').Split(' ');
            return parts.Length == 2 && Digest.TryParse(parts[0], out Digest blob)
                && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long size)
                ? (blob, size)
                : null;
        }
    }

    /// <summary>Removes what is too old. The caller holds the store alone.</summary>
    /// <param name="age">What is older is removed: zero for everything.</param>
    public void Sweep(TimeSpan age)
    {
        long oldest = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - (long)age.TotalSeconds;
        foreach (byte[] name in Names())
        {
            if (Sys.StatAt(folder, name, out FileStat stat) != Errno.Ok)
            {
                continue;
            }

            if (stat.Modified.Seconds <= oldest)
            {
                Sys.UnlinkAt(folder, name).OrThrow("remove what a transfer has left");
            }
        }
    }

    /// <summary>Marks the listed layers that are there: those that were not fetched need nothing.</summary>
    /// <param name="marks">Where they are marked.</param>
    /// <param name="recipes">The store's layers.</param>
    public void Mark(StoreMarks marks, DigestFolder recipes)
    {
        foreach (byte[] name in Names())
        {
            if (name.AsSpan().EndsWith(".layers"u8))
            {
                Mark(marks, recipes, name);
            }
        }
    }

    /// <summary>Closes the folder.</summary>
    public void Dispose()
    {
        folder.Dispose();
        folder = default;
    }

    private static byte[] LayersName(Digest manifest) => PathText.Bytes(manifest.Hex + ".layers");

    private void Mark(StoreMarks marks, DigestFolder recipes, byte[] name)
    {
        Sys.OpenAt(folder, name, OpenFlags.ReadOnly | OpenFlags.NoFollow, out FileFd file).OrThrow(Where);
        Sys.FStat(file, out FileStat stat).OrThrow(Where);
        using FileSlice content = new(file, 0, (long)Math.Min(stat.Size, MaxSize), owns: true);
        using StreamReader lines = new(content, Encoding.ASCII);
        while (lines.ReadLine() is { } line)
        {
            // A killed pull may have left half a line: then that layer is fetched again.
            if (Digest.TryParseHex(line, out Digest diffId) && recipes.Contains(diffId))
            {
                marks.Recipes.Add(diffId);
            }
        }
    }

    private static byte[] GzipName(Digest diffId) => PathText.Bytes(diffId.Hex + ".gzip");

    private List<byte[]> Names()
    {
        List<byte[]> names = [];
        if (Open())
        {
            DirectoryNames.Of(folder, out names).OrThrow(Where);
        }

        return names;
    }

    private bool Open() =>
        folder.IsOpen || Sys.OpenAt(root, FolderName, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow, out folder) == Errno.Ok;

    private void Make()
    {
        if (!Open())
        {
            _ = Sys.MkdirAt(root, FolderName, 0x1c0);
            Sys.OpenAt(root, FolderName, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow, out folder).OrThrow(Where);
        }
    }
}
