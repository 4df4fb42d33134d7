using Strata.Linux;

namespace Strata.Fuse;

/// <summary>What opens and closes files.</summary>
internal static class OpenOperations
{
    private const uint KillSetId = 1; // FUSE_OPEN_KILL_SUIDGID

    public static Errno Open(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryRead(out FuseOpenIn arguments))
        {
            return Errno.EINVAL;
        }

        OpenRequest open = new((OpenFlags)arguments.Flags, (arguments.OpenFlags & KillSetId) != 0);
        Errno error = files.Open(request.Caller, request.Node, open, out OpenReply reply);
        if (error == Errno.Ok)
        {
            FuseOpenOut.Write(reply, out request.Reply.Append<FuseOpenOut>());
        }

        return error;
    }

    public static Errno Create(IFileSystem files, ref Request request)
    {
        if (!TryReadCreate(ref request, out CreateRequest create))
        {
            return Errno.EINVAL;
        }

        if (!request.Arguments.TryReadName(out FileName name, out Errno error))
        {
            return error;
        }

        error = files.Create(request.Caller, request.Node, name, create, out EntryReply entry, out OpenReply reply);
        return Answer(error, entry, reply, ref request);
    }

    // The name that the kernel sends with TMPFILE means nothing.
    public static Errno MakeTemporary(IFileSystem files, ref Request request)
    {
        if (!TryReadCreate(ref request, out CreateRequest create))
        {
            return Errno.EINVAL;
        }

        Errno error = files.MakeTemporary(request.Caller, request.Node, create, out EntryReply entry, out OpenReply reply);
        return Answer(error, entry, reply, ref request);
    }

    public static Errno Release(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryRead(out FuseReleaseIn arguments))
        {
            return Errno.EINVAL;
        }

        files.Release(request.Node, new FileHandle(arguments.Fh));
        return Errno.Ok;
    }

    public static Errno Flush(IFileSystem files, ref Request request) =>
        request.Arguments.TryRead(out FuseFlushIn arguments)
            ? files.Flush(request.Node, new FileHandle(arguments.Fh))
            : Errno.EINVAL;

    private static bool TryReadCreate(ref Request request, out CreateRequest create)
    {
        bool read = request.Arguments.TryRead(out FuseCreateIn arguments);
        create = new CreateRequest((OpenFlags)arguments.Flags, arguments.Mode, arguments.Umask, (arguments.OpenFlags & KillSetId) != 0);
        return read;
    }

    private static Errno Answer(Errno error, in EntryReply entry, in OpenReply reply, ref Request request)
    {
        if (error == Errno.Ok)
        {
            FuseEntryOut.Write(entry, out request.Reply.Append<FuseEntryOut>());
            FuseOpenOut.Write(reply, out request.Reply.Append<FuseOpenOut>());
        }

        return error;
    }
}
