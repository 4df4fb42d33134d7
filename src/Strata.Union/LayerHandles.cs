using Strata.Linux;

namespace Strata.Union;

/// <summary>The file handles of a stack of layers, which may lie on several file systems. Changes nothing after it was made; any thread.</summary>
internal sealed class LayerHandles
{
    private readonly FileHandles[] layers;
    private readonly List<FileHandles> telling = []; // One for each file system whose handles nothing else is confused with.

    /// <summary>Learns the handles of each layer's file system.</summary>
    /// <param name="folders">The layers; borrowed as long as this object is used.</param>
    /// <param name="numbers">Makes the inode numbers unique.</param>
    internal LayerHandles(ReadOnlySpan<FileFd> folders, InodeNumbers numbers)
    {
        layers = new FileHandles[folders.Length];
        List<FileHandles> all = [];
        for (int i = 0; i < folders.Length; i++)
        {
            Sys.FStat(folders[i], out FileStat stat).OrThrow("a lower folder");
            FileHandles? handles = all.Find(known => known.Device == stat.Dev);
            if (handles is null)
            {
                FileHandles.Open(folders[i], numbers, out handles).OrThrow("a lower folder");
                all.Add(handles!);
            }

            layers[i] = handles!;
        }

        foreach (FileHandles one in all)
        {
            if (one.Exist && !all.Exists(one.IsConfusedWith))
            {
                telling.Add(one);
            }
        }

        TellAll = telling.Count == all.Count;
    }

    /// <summary>Whether every inode of every layer can be found again by its handle.</summary>
    internal bool TellAll { get; }

    /// <summary>The handles of a layer's file system.</summary>
    internal FileHandles this[int layer] => layers[layer];

    /// <summary>The attributes of the inode that an <c>origin</c> names; false where it is not to be had.</summary>
    internal bool TryStat(ReadOnlySpan<byte> origin, out FileStat stat)
    {
        stat = default;
        if (OverlayHandle.TryParse(origin, out OverlayHandle handle))
        {
            foreach (FileHandles one in telling)
            {
                if (one.TryStat(handle, out stat))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The number in the union of the inode that an <c>origin</c> names; false where it is of none of the layers.</summary>
    internal bool TryFind(ReadOnlySpan<byte> origin, out ulong ino)
    {
        ino = 0;
        if (OverlayHandle.TryParse(origin, out OverlayHandle handle))
        {
            foreach (FileHandles one in telling)
            {
                if (one.TryFind(handle, out ino))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
