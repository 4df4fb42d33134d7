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
            FolderLayer layer = LayerOf(id);
            Errno error = LocateLocked(id, out FileFd directory, out ReadOnlySpan<byte> name);
            error = error == Errno.Ok ? Sys.StatAt(directory, name, out FileStat stat) : Fail(error, out stat);
            if (error != Errno.Ok || stat.Dev != layer.Device)
            {
                return error; // What is mounted in a folder has handles of its own, which say nothing here.
            }

            return handles[layer.Index].Write(directory, name, origin, out length);
        }
    }

    /// <inheritdoc/>
    public override bool TryFindOrigin(ReadOnlySpan<byte> origin, out ulong ino) => handles.TryFind(origin, out ino);

    /// <inheritdoc/>
    public override bool TryStatOrigin(ReadOnlySpan<byte> origin, out FileStat stat) => handles.TryStat(origin, out stat);
}
