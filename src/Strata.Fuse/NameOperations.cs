using Strata.Linux;

namespace Strata.Fuse;

/// <summary>What finds, makes, moves and removes names.</summary>
internal static class NameOperations
{
    public static Errno Lookup(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryReadName(out FileName name, out Errno error))
        {
            return error;
        }

        error = files.Lookup(request.Node, name, out EntryReply entry);
        return Answer(error, entry, ref request);
    }

    public static Errno ReadLink(IFileSystem files, ref Request request)
    {
        Errno error = files.ReadLink(request.Node, request.Reply.Room(PathText.MaxLength - 1), out int length);
        if (error == Errno.Ok)
        {
            request.Reply.Advance(length);
        }

        return error;
    }

    public static Errno MakeNode(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryRead(out FuseMknodIn arguments))
        {
            return Errno.EINVAL;
        }

        if (!request.Arguments.TryReadName(out FileName name, out Errno error))
        {
            return error;
        }

        DeviceNumber device = DeviceNumber.FromEncoded(arguments.Rdev);
        error = files.MakeNode(request.Caller, request.Node, name, arguments.Mode, arguments.Umask, device, out EntryReply entry);
        return Answer(error, entry, ref request);
    }

    public static Errno MakeDirectory(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryRead(out FuseMkdirIn arguments))
        {
            return Errno.EINVAL;
        }

        if (!request.Arguments.TryReadName(out FileName name, out Errno error))
        {
            return error;
        }

        uint mode = arguments.Mode & FileMode.PermissionMask;
        error = files.MakeDirectory(request.Caller, request.Node, name, mode, arguments.Umask, out EntryReply entry);
        return Answer(error, entry, ref request);
    }

    public static Errno MakeSymlink(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryReadName(out FileName name, out Errno error))
        {
            return error;
        }

        if (!request.Arguments.TryReadString(out ReadOnlySpan<byte> target))
        {
            return Errno.EINVAL;
        }

        error = files.MakeSymlink(request.Caller, request.Node, name, target, out EntryReply entry);
        return Answer(error, entry, ref request);
    }

    public static Errno MakeLink(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryRead(out FuseLinkIn arguments))
        {
            return Errno.EINVAL;
        }

        if (!request.Arguments.TryReadName(out FileName name, out Errno error))
        {
            return error;
        }

        error = files.MakeLink(new NodeId(arguments.Oldnodeid), request.Node, name, out EntryReply entry);
        return Answer(error, entry, ref request);
    }

    public static Errno Unlink(IFileSystem files, ref Request request) =>
        request.Arguments.TryReadName(out FileName name, out Errno error) ? files.Unlink(request.Node, name) : error;

    public static Errno RemoveDirectory(IFileSystem files, ref Request request) =>
        request.Arguments.TryReadName(out FileName name, out Errno error) ? files.RemoveDirectory(request.Node, name) : error;

    public static Errno Rename(IFileSystem files, ref Request request) =>
        request.Arguments.TryRead(out FuseRenameIn arguments)
            ? Rename(files, ref request, new NodeId(arguments.Newdir), RenameFlags.None)
            : Errno.EINVAL;

    public static Errno RenameWithFlags(IFileSystem files, ref Request request) =>
        request.Arguments.TryRead(out FuseRename2In arguments)
            ? Rename(files, ref request, new NodeId(arguments.Newdir), (RenameFlags)arguments.Flags)
            : Errno.EINVAL;

    private static Errno Rename(IFileSystem files, ref Request request, NodeId newParent, RenameFlags flags) =>
        request.Arguments.TryReadName(out FileName name, out Errno error) && request.Arguments.TryReadName(out FileName newName, out error)
            ? files.Rename(request.Node, name, newParent, newName, flags)
            : error;

    // A reply that the kernel does not take (ENOENT, only while the mount is aborted) leaves its lookup counted: the session
    // ends with it, so nothing is taken back.
    private static Errno Answer(Errno error, in EntryReply entry, ref Request request)
    {
        if (error == Errno.Ok)
        {
            FuseEntryOut.Write(entry, out request.Reply.Append<FuseEntryOut>());
        }

        return error;
    }
}
