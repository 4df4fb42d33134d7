using Strata.Linux;

namespace Strata.Fuse;

/// <summary>Extended attributes, xattr(7).</summary>
internal static class XattrOperations
{
    private const uint KillSetGid = 1; // FUSE_SETXATTR_ACL_KILL_SGID

    public static Errno Get(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryRead(out FuseGetxattrIn arguments) || !request.Arguments.TryReadString(out ReadOnlySpan<byte> name))
        {
            return Errno.EINVAL;
        }

        Errno error = files.GetXattr(request.Node, name, request.Reply.Room(arguments.Size), out int length);
        return Answer(error, arguments.Size, length, ref request);
    }

    public static Errno List(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryRead(out FuseGetxattrIn arguments))
        {
            return Errno.EINVAL;
        }

        Errno error = files.ListXattr(request.Caller, request.Node, request.Reply.Room(arguments.Size), out int length);
        return Answer(error, arguments.Size, length, ref request);
    }

    public static Errno Set(IFileSystem files, ref Request request)
    {
        if (!TryReadSet(ref request, out FuseSetxattrIn arguments)
            || !request.Arguments.TryReadString(out ReadOnlySpan<byte> name)
            || !request.Arguments.TryReadBytes(arguments.Size, out ReadOnlySpan<byte> value))
        {
            return Errno.EINVAL;
        }

        bool killSetGid = (arguments.SetxattrFlags & KillSetGid) != 0;
        return files.SetXattr(request.Caller, request.Node, name, value, (int)arguments.Flags, killSetGid);
    }

    public static Errno Remove(IFileSystem files, ref Request request) =>
        request.Arguments.TryReadString(out ReadOnlySpan<byte> name) ? files.RemoveXattr(request.Node, name) : Errno.EINVAL;

    private static bool TryReadSet(ref Request request, out FuseSetxattrIn arguments)
    {
        if (request.ExtendedSetXattr)
        {
            return request.Arguments.TryRead(out arguments);
        }

        // FUSE_COMPAT_SETXATTR_IN_SIZE: size and flags.
        bool read = request.Arguments.TryRead(out FuseCompatSetxattrIn compat);
        arguments = new FuseSetxattrIn { Size = compat.Size, Flags = compat.Flags };
        return read;
    }

    private static Errno Answer(Errno error, uint asked, int length, ref Request request)
    {
        if (error != Errno.Ok)
        {
            return error;
        }

        if (asked == 0)
        {
            request.Reply.Append<FuseGetxattrOut>() = new FuseGetxattrOut { Size = (uint)length };
        }
        else
        {
            request.Reply.Advance(length);
        }

        return Errno.Ok;
    }
}
