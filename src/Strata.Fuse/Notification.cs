using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Strata.Linux;

namespace Strata.Fuse;

/// <summary>The messages that a file system sends unasked.</summary>
internal static class Notification
{
    public static byte[] InvalidateNode(NodeId node, long offset, long length) => Message(
        NotificationCode.InvalInode,
        new FuseNotifyInvalInodeOut { Ino = node.Value, Off = offset, Len = length },
        default);

    public static byte[] InvalidateName(NodeId parent, FileName name) => Message(
        NotificationCode.InvalEntry,
        new FuseNotifyInvalEntryOut { Parent = parent.Value, Namelen = (uint)name.Bytes.Length },
        name);

    public static byte[] RemoveName(NodeId parent, NodeId child, FileName name) => Message(
        NotificationCode.Delete,
        new FuseNotifyDeleteOut { Parent = parent.Value, Child = child.Value, Namelen = (uint)name.Bytes.Length },
        name);

    public static Errno Store(FileFd device, NodeId node, long offset, ReadOnlySpan<byte> data)
    {
        int headers = Unsafe.SizeOf<FuseOutHeader>() + Unsafe.SizeOf<FuseNotifyStoreOut>();
        Span<byte> message = stackalloc byte[headers];
        Fill(message, NotificationCode.Store, new FuseNotifyStoreOut { Nodeid = node.Value, Offset = (ulong)offset, Size = (uint)data.Length }, data.Length);
        return Sys.WriteV(device, message, data, out _);
    }

    private static byte[] Message<T>(NotificationCode code, in T body, FileName name)
        where T : unmanaged
    {
        int trailer = name.Bytes.IsEmpty ? 0 : name.Bytes.Length + 1;
        int headers = Unsafe.SizeOf<FuseOutHeader>() + Unsafe.SizeOf<T>();
        byte[] message = new byte[headers + trailer];
        Fill(message, code, body, trailer);
        name.Bytes.CopyTo(message.AsSpan(headers));
        return message;
    }

    private static void Fill<T>(Span<byte> message, NotificationCode code, in T body, int trailer)
        where T : unmanaged
    {
        int header = Unsafe.SizeOf<FuseOutHeader>();
        int length = header + Unsafe.SizeOf<T>() + trailer;
        MemoryMarshal.Write(message, new FuseOutHeader { Len = (uint)length, Error = (int)code });
        MemoryMarshal.Write(message[header..], body);
    }
}
