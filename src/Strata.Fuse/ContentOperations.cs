using Strata.Linux;

namespace Strata.Fuse;

/// <summary>What reads and writes the content of files.</summary>
internal static class ContentOperations
{
    private const uint DataOnly = 1; // FUSE_FSYNC_FDATASYNC
    private const uint KillSetId = 1 << 2; // FUSE_WRITE_KILL_SUIDGID

    public static Errno Read(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryRead(out FuseReadIn arguments))
        {
            return Errno.EINVAL;
        }

        Span<byte> room = request.Reply.Room(arguments.Size);
        Errno error = files.Read(request.Node, new FileHandle(arguments.Fh), (long)arguments.Offset, room, out int count);
        if (error == Errno.Ok)
        {
            request.Reply.Advance(count);
        }

        return error;
    }

    public static Errno Write(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryRead(out FuseWriteIn arguments) || !request.Arguments.TryReadBytes(arguments.Size, out ReadOnlySpan<byte> data))
        {
            return Errno.EINVAL;
        }

        bool killSetId = (arguments.WriteFlags & KillSetId) != 0;
        Errno error = files.Write(request.Node, new FileHandle(arguments.Fh), (long)arguments.Offset, data, killSetId, out int count);
        if (error == Errno.Ok)
        {
            request.Reply.Append<FuseWriteOut>() = new FuseWriteOut { Size = (uint)count };
        }

        return error;
    }

    public static Errno Sync(IFileSystem files, ref Request request) =>
        request.Arguments.TryRead(out FuseFsyncIn arguments)
            ? files.Sync(request.Node, new FileHandle(arguments.Fh), (arguments.FsyncFlags & DataOnly) != 0)
            : Errno.EINVAL;

    public static Errno SyncFileSystem(IFileSystem files, ref Request request) => files.SyncFileSystem(request.Node);

    public static Errno Allocate(IFileSystem files, ref Request request) =>
        request.Arguments.TryRead(out FuseFallocateIn arguments)
            ? files.Allocate(request.Node, new FileHandle(arguments.Fh), (int)arguments.Mode, (long)arguments.Offset, (long)arguments.Length)
            : Errno.EINVAL;

    public static Errno Seek(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryRead(out FuseLseekIn arguments))
        {
            return Errno.EINVAL;
        }

        Errno error = files.Seek(request.Node, new FileHandle(arguments.Fh), (long)arguments.Offset, (int)arguments.Whence, out long position);
        if (error == Errno.Ok)
        {
            request.Reply.Append<FuseLseekOut>() = new FuseLseekOut { Offset = (ulong)position };
        }

        return error;
    }

    public static Errno CopyRange(IFileSystem files, ref Request request)
    {
        Errno error = CopyRange(files, ref request, out long copied);
        if (error == Errno.Ok)
        {
            request.Reply.Append<FuseWriteOut>() = new FuseWriteOut { Size = (uint)copied };
        }

        return error;
    }

    public static Errno CopyLongRange(IFileSystem files, ref Request request)
    {
        Errno error = CopyRange(files, ref request, out long copied);
        if (error == Errno.Ok)
        {
            request.Reply.Append<FuseCopyFileRangeOut>() = new FuseCopyFileRangeOut { BytesCopied = (ulong)copied };
        }

        return error;
    }

    private static Errno CopyRange(IFileSystem files, ref Request request, out long copied)
    {
        copied = 0;
        if (!request.Arguments.TryRead(out FuseCopyFileRangeIn arguments) || arguments.Flags != 0)
        {
            return Errno.EINVAL;
        }

        return files.CopyFileRange(
            request.Node,
            new FileHandle(arguments.FhIn),
            (long)arguments.OffIn,
            new NodeId(arguments.NodeidOut),
            new FileHandle(arguments.FhOut),
            (long)arguments.OffOut,
            (long)arguments.Len,
            out copied);
    }
}
