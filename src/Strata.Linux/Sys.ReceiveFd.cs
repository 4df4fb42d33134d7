using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// recvmsg(2) of one descriptor sent with SCM_RIGHTS, unix(7). ENODATA where the message, or the end of the stream,
    /// brings none.
    /// </summary>
    public static unsafe Errno ReceiveFd(FileFd socket, out FileFd received)
    {
        const int CloseOnExec = 0x40000000; // MSG_CMSG_CLOEXEC
        const int SocketLevel = 1; // SOL_SOCKET
        const int Rights = 1; // SCM_RIGHTS
        const ulong HeaderAndFd = 20; // CMSG_LEN(4)
        received = default;
        byte content;
        ulong* vector = stackalloc ulong[2] { (ulong)&content, 1 };

        // struct cmsghdr: u64 length, s32 level, s32 type; then the descriptor.
        ulong* control = stackalloc ulong[3] { 0, 0, 0 };

        // struct msghdr: name, its length, iovec, count, control, its length, flags.
        ulong* message = stackalloc ulong[7] { 0, 0, (ulong)vector, 1, (ulong)control, 24, 0 };
        Errno error;
        do
        {
            error = Result.Of((long)NativeRecvMsg(socket.Number, message, CloseOnExec));
        }
        while (error == Errno.EINTR);

        if (error != Errno.Ok)
        {
            return error;
        }

        int* header = (int*)control;
        if (message[5] < HeaderAndFd || control[0] < HeaderAndFd || header[2] != SocketLevel || header[3] != Rights)
        {
            return Errno.ENODATA;
        }

        received = FileFd.FromNumber(header[4]);
        return Errno.Ok;
    }

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static unsafe partial nint NativeRecvMsg(int socket, ulong* message, int flags);
}
