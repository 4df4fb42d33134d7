using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// The handles of one file system that layers lie on: writes what overlayfs calls origin, and tells which inode one names.
/// Changes nothing after it was opened; any thread.
/// </summary>
internal sealed class FileHandles
{
    private readonly byte[] uuid = new byte[Sys.UuidLength];
    private readonly InodeNumbers numbers;
    private readonly FileFd folder;
    private long kind;
    private ulong volume;
    private bool isReadable;

    private FileHandles(FileFd folder, InodeNumbers numbers, in FileStat stat)
    {
        this.folder = folder;
        this.numbers = numbers;
        Device = stat.Dev;
        Prefix = numbers.PrefixOf(stat.Dev);
    }

    /// <summary>The device that stat(2) shows.</summary>
    internal DeviceNumber Device { get; }

    /// <summary>See <see cref="InodeNumbers.PrefixOf"/>.</summary>
    internal ulong Prefix { get; }

    /// <summary>Whether the file system has handles.</summary>
    internal bool Exist { get; private set; }

    /// <summary>The uuid, zero where there is none.</summary>
    internal ReadOnlySpan<byte> Uuid => uuid;

    /// <summary>Learns what a file system's handles look like.</summary>
    /// <param name="folder">A directory on it; borrowed as long as this object is used.</param>
    /// <param name="numbers">Makes the inode numbers unique.</param>
    /// <param name="handles">What was learned.</param>
    internal static Errno Open(FileFd folder, InodeNumbers numbers, out FileHandles? handles)
    {
        handles = null;
        Errno error = Sys.FStat(folder, out FileStat stat);
        FileSystemStat fileSystem = default;
        if (error == Errno.Ok)
        {
            error = Sys.FStatFs(folder, out fileSystem);
        }

        if (error != Errno.Ok)
        {
            return error;
        }

        handles = new FileHandles(folder, numbers, stat) { kind = fileSystem.Type };
        handles.Learn(stat.Ino);
        return Errno.Ok;
    }

    /// <summary>Whether both number their inodes alike, so that a handle does not tell which of them it is from.</summary>
    internal bool IsConfusedWith(FileHandles other) =>
        Device != other.Device && uuid.AsSpan().SequenceEqual(other.uuid) && volume == other.volume;

    /// <summary>Writes the <see cref="OverlayHandle"/> of a name. Empty where the file system has no handles.</summary>
    internal Errno Write(FileFd directory, ReadOnlySpan<byte> name, Span<byte> into, out int length, bool inUpper = false)
    {
        length = 0;
        if (!Exist)
        {
            return Errno.Ok;
        }

        Span<byte> handle = stackalloc byte[Sys.MaxHandleLength];
        Errno error = Sys.NameToHandleAt(directory, name, handle, out int bytes, out int type);
        if (error == Errno.Ok)
        {
            length = OverlayHandle.Write(into, uuid, type, handle[..bytes], inUpper);
        }

        return error == Errno.EOPNOTSUPP ? Errno.Ok : error;
    }

    /// <summary>The number in the union of the inode that a handle names; false where it is of another file system, or gone.</summary>
    internal bool TryFind(OverlayHandle handle, out ulong ino)
    {
        ino = 0;
        if (!Exist || !handle.Uuid.SequenceEqual(uuid))
        {
            return false;
        }

        if (isReadable)
        {
            bool read = FileHandleFormat.TryRead(kind, handle.Type, handle.Handle, out ino, out ulong of) && of == volume;
            ino = numbers.Unique(Prefix, ino);
            return read;
        }

        bool found = TryStat(handle, out FileStat stat);
        ino = stat.Ino;
        return found;
    }

    /// <summary>The attributes of the inode that a handle names, by open_by_handle_at(2); false where this process may not.</summary>
    internal bool TryStat(OverlayHandle handle, out FileStat stat)
    {
        stat = default;
        if (!Exist || !handle.Uuid.SequenceEqual(uuid)
            || Sys.OpenByHandleAt(folder, handle.Handle, handle.Type, OpenFlags.Path, out FileFd file) != Errno.Ok)
        {
            return false;
        }

        using (file)
        {
            Errno error = Sys.FStat(file, out stat);
            stat.Ino = numbers.Unique(Prefix, stat.Ino);
            return error == Errno.Ok && stat.Dev == Device;
        }
    }

    private void Learn(ulong ino)
    {
        Span<byte> handle = stackalloc byte[Sys.MaxHandleLength];
        Exist = Sys.NameToHandleAt(folder, default, handle, out int length, out int type) == Errno.Ok;
        if (!Exist)
        {
            return;
        }

        // Only if it is as we think: the folder's own handle must give the folder's own number.
        isReadable = FileHandleFormat.TryRead(kind, type, handle[..length], out ulong read, out volume) && read == ino;
        if (Sys.GetFileSystemUuid(folder, uuid) == Errno.Ok)
        {
            return;
        }

        // Before Linux 6.9, and btrfs always: by the file system's own call. What has none, the kernel knows by a uuid of zeros.
        _ = FileHandleFormat.IsExt4(kind) ? Sys.GetExt4FileSystemUuid(folder, uuid)
            : FileHandleFormat.IsXfs(kind) ? Sys.GetXfsFileSystemUuid(folder, uuid)
            : FileHandleFormat.IsBtrfs(kind) ? Sys.GetBtrfsFileSystemUuid(folder, uuid)
            : Errno.ENOTTY;
    }
}
