using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// How files of a chain image are named on disk by an upper that continues them: as the kernel names them where it mounts
/// the image itself. A handle is the nid.
/// </summary>
public sealed partial class ChainLower
{
    private const long Erofs = 0xE0F5E1E2;

    /// <inheritdoc/>
    public override bool HasOrigins => true;

    /// <inheritdoc/>
    public override Errno GetOrigin(LowerId id, Span<byte> origin, out int length)
    {
        Span<byte> handle = stackalloc byte[Sys.MaxHandleLength];
        int bytes = FileHandleFormat.WriteErofs(handle, NidOf(id), out int type);
        length = OverlayHandle.Write(origin, image.Uuid, type, handle[..bytes], inUpper: false);
        return Errno.Ok;
    }

    /// <inheritdoc/>
    public override bool TryFindOrigin(ReadOnlySpan<byte> origin, out ulong ino)
    {
        bool found = TryReadNid(origin, out ulong nid);
        ino = numbers.Unique(prefix, nid);
        return found;
    }

    /// <inheritdoc/>
    public override bool TryStatOrigin(ReadOnlySpan<byte> origin, out FileStat stat)
    {
        stat = default;
        return TryReadNid(origin, out ulong nid) && GetAttributes(IdOf(nid), out stat) == Errno.Ok;
    }

    private bool TryReadNid(ReadOnlySpan<byte> origin, out ulong nid)
    {
        nid = 0;
        return OverlayHandle.TryParse(origin, out OverlayHandle handle) && handle.Uuid.SequenceEqual(image.Uuid)
            && FileHandleFormat.TryRead(Erofs, handle.Type, handle.Handle, out nid, out _);
    }
}
