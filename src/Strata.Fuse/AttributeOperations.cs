using Strata.Linux;

namespace Strata.Fuse;

/// <summary>stat, chmod, chown, truncate, utimens, statfs.</summary>
internal static class AttributeOperations
{
    private const uint HasHandle = 1; // FUSE_GETATTR_FH

    public static Errno GetAttributes(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryRead(out FuseGetattrIn arguments))
        {
            return Errno.EINVAL;
        }

        FileHandle? handle = (arguments.GetattrFlags & HasHandle) != 0 ? new FileHandle(arguments.Fh) : null;
        Errno error = files.GetAttributes(request.Node, handle, out AttributesReply reply);
        if (error == Errno.Ok)
        {
            FuseAttrOut.Write(reply, out request.Reply.Append<FuseAttrOut>());
        }

        return error;
    }

    public static Errno StatX(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryRead(out FuseStatxIn arguments))
        {
            return Errno.EINVAL;
        }

        FileHandle? handle = (arguments.GetattrFlags & HasHandle) != 0 ? new FileHandle(arguments.Fh) : null;
        Errno error = files.GetAttributes(request.Node, handle, out AttributesReply reply);
        if (error == Errno.Ok)
        {
            FuseStatxOut.Write(reply, out request.Reply.Append<FuseStatxOut>());
        }

        return error;
    }

    public static Errno SetAttributes(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryRead(out FuseSetattrIn arguments))
        {
            return Errno.EINVAL;
        }

        FileHandle? handle = (arguments.Valid & (uint)AttributeFields.Handle) != 0 ? new FileHandle(arguments.Fh) : null;
        arguments.ToChange(out AttributeChange change);
        Errno error = files.SetAttributes(request.Caller, request.Node, handle, change, out AttributesReply reply);
        if (error == Errno.Ok)
        {
            FuseAttrOut.Write(reply, out request.Reply.Append<FuseAttrOut>());
        }

        return error;
    }

    public static Errno Access(IFileSystem files, ref Request request) =>
        request.Arguments.TryRead(out FuseAccessIn arguments)
            ? files.Access(request.Caller, request.Node, arguments.Mask)
            : Errno.EINVAL;

    public static Errno StatFileSystem(IFileSystem files, ref Request request)
    {
        Errno error = files.StatFileSystem(request.Node, out FileSystemStat stat);
        if (error == Errno.Ok)
        {
            FuseStatfsOut.Write(stat, out request.Reply.Append<FuseStatfsOut>());
        }

        return error;
    }
}
