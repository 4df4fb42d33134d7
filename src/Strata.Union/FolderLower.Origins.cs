using Strata.Linux;

namespace Strata.Union;

/// <summary>How files of a stack of folders are named on disk by an upper that continues them.</summary>
public sealed partial class FolderLower
{
    /// <inheritdoc/>
    public override bool HasOrigins => handles.TellAll;

    /// <inheritdoc/>
    public override Errno GetOrigin(LowerId id, Span<byte> origin, out int length)
    {
        lock (gate)
        {
            length = 0;
            FolderInode inode = InodeOf(id);
            FolderDirectory place = inode.Directories?[0] ?? inode.Home!;
            Errno error = OpenLocked(place, out FileFd directory);
            return error == Errno.Ok ? handles[place.Layer].Write(directory, inode.Name, origin, out length) : error;
        }
    }

    /// <inheritdoc/>
    public override bool TryFindOrigin(ReadOnlySpan<byte> origin, out ulong ino) => handles.TryFind(origin, out ino);

    /// <inheritdoc/>
    public override bool TryStatOrigin(ReadOnlySpan<byte> origin, out FileStat stat) => handles.TryStat(origin, out stat);
}
