namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>fcntl(2) F_SETFL O_NONBLOCK: reads and writes that would wait answer EAGAIN, through every copy of the descriptor.</summary>
    public static Errno SetNonBlocking(FileFd file)
    {
        const int GetFlags = 3;
        const int SetFlags = 4;
        Errno error = Result.Of(NativeFcntl(file.Number, GetFlags, 0), out long flags);
        return error == Errno.Ok ? Result.Of(NativeFcntl(file.Number, SetFlags, (nint)(flags | (long)OpenFlags.NonBlocking))) : error;
    }
}
