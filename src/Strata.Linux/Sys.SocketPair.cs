using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>socketpair(2) of local stream sockets, with SOCK_CLOEXEC.</summary>
    public static unsafe Errno SocketPair(out FileFd one, out FileFd other)
    {
        const int Local = 1; // AF_UNIX
        const int StreamCloseOnExec = 0x80001;
        int* ends = stackalloc int[2];
        Errno error = Result.Of(NativeSocketPair(Local, StreamCloseOnExec, 0, ends));
        one = error == Errno.Ok ? FileFd.FromNumber(ends[0]) : default;
        other = error == Errno.Ok ? FileFd.FromNumber(ends[1]) : default;
        return error;
    }

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static unsafe partial int NativeSocketPair(int domain, int type, int protocol, int* ends);
}
