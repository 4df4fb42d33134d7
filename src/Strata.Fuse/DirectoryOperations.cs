using Strata.Linux;

namespace Strata.Fuse;

/// <summary>What opens, lists and closes directories.</summary>
internal static class DirectoryOperations
{
    private const uint DataOnly = 1; // FUSE_FSYNC_FDATASYNC

    public static Errno Open(IFileSystem files, ref Request request)
    {
        Errno error = files.OpenDirectory(request.Caller, request.Node, out OpenReply reply);
        if (error == Errno.Ok)
        {
            FuseOpenOut.Write(reply, out request.Reply.Append<FuseOpenOut>());
        }

        return error;
    }

    public static Errno Read(IFileSystem files, ref Request request) => Read(files, ref request, withAttributes: false);

    public static Errno ReadPlus(IFileSystem files, ref Request request) => Read(files, ref request, withAttributes: true);

    public static Errno Release(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryRead(out FuseReleaseIn arguments))
        {
            return Errno.EINVAL;
        }

        files.ReleaseDirectory(request.Node, new FileHandle(arguments.Fh));
        return Errno.Ok;
    }

    public static Errno Sync(IFileSystem files, ref Request request) =>
        request.Arguments.TryRead(out FuseFsyncIn arguments)
            ? files.SyncDirectory(request.Node, new FileHandle(arguments.Fh), (arguments.FsyncFlags & DataOnly) != 0)
            : Errno.EINVAL;

    private static Errno Read(IFileSystem files, ref Request request, bool withAttributes)
    {
        if (!request.Arguments.TryRead(out FuseReadIn arguments))
        {
            return Errno.EINVAL;
        }

        DirectoryListing listing = new(request.Reply.Room(arguments.Size), withAttributes);
        Errno error = files.ReadDirectory(request.Node, new FileHandle(arguments.Fh), arguments.Offset, ref listing);
        if (error == Errno.Ok)
        {
            request.Reply.Advance(listing.Length);
        }

        return error;
    }
}
