using Strata.Linux;

namespace Strata.Fuse;

/// <summary>Signals for programs that wait.</summary>
internal static class InterruptOperations
{
    /// <summary>
    /// INTERRUPT. EAGAIN makes the kernel ask again if the request still waits; where it does not, the kernel does not know
    /// the reply's request any more, and that is all.
    /// </summary>
    public static Errno Interrupt(IFileSystem files, ref Request request)
    {
        if (!request.Arguments.TryRead(out FuseInterruptIn arguments))
        {
            return Errno.EINVAL;
        }

        return request.Interruptions.TryInterrupt(arguments.Unique) ? Errno.Ok : Errno.EAGAIN;
    }
}
