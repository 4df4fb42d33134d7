using System.Text;
using Strata.Linux;

namespace Strata.Union;

/// <summary>The index of a work folder as a scan needs it: which file of the lower has become which of the upper.</summary>
/// <param name="folder">The folder of its links, owned; no descriptor where there is none.</param>
internal sealed class ScanIndex(FileFd folder) : IDisposable
{
    private readonly Dictionary<ulong, byte[]> byLower = [];

    /// <summary>Whether no file of the lower with several names was copied up.</summary>
    internal bool IsEmpty => byLower.Count == 0;

    /// <summary>The folder of the links.</summary>
    internal FileFd Folder => folder;

    /// <summary>Reads an index. What is damaged in it leads nowhere, and is passed over as at a mount.</summary>
    internal static ScanIndex Read(FileFd work, ChainLower lower, OverlayXattrs xattrs)
    {
        Errno error = Sys.OpenAt(work, "index"u8, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow, out FileFd folder);
        if (error == Errno.ENOENT)
        {
            return new ScanIndex(default);
        }

        error.OrThrow("open the index of the work folder");
        ScanIndex index = new(folder);
        try
        {
            index.Fill(lower, xattrs);
            return index;
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    /// <summary>The name in the index of the file of the upper that a file of the lower has become.</summary>
    internal bool TryFind(ulong lowerIno, out byte[] name)
    {
        bool found = byLower.TryGetValue(lowerIno, out byte[]? entry);
        name = entry ?? [];
        return found;
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private void Fill(ChainLower lower, OverlayXattrs xattrs)
    {
        DirectoryReader reader = new(folder, GC.AllocateUninitializedArray<byte>(32 * 1024));
        Errno error;
        while (reader.Next(out error))
        {
            Add(reader.Name.ToArray(), lower, xattrs);
        }

        error.OrThrow("read the index of the work folder");
    }

    private void Add(byte[] name, ChainLower lower, OverlayXattrs xattrs)
    {
        Span<byte> origin = stackalloc byte[OverlayHandle.MaxLength];
        Span<byte> stored = stackalloc byte[OverlayHandle.MaxLength];
        if (name.Length % 2 == 0 && name.Length <= 2 * OverlayHandle.MaxLength
            && Convert.FromHexString(Encoding.ASCII.GetString(name), origin, out _, out int length) == System.Buffers.OperationStatus.Done
            && Sys.LGetXattr(folder, name, xattrs.Origin, stored, out int storedLength) == Errno.Ok
            && stored[..storedLength].SequenceEqual(origin[..length])
            && lower.TryFindOrigin(origin[..length], out ulong lowerIno)
            && Sys.StatAt(folder, name, out FileStat stat) == Errno.Ok && !stat.IsDirectory && !stat.IsWhiteout)
        {
            byLower[lowerIno] = name;
        }
    }
}
