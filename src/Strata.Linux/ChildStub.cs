using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>
/// Starts a child that shares this process's memory and runs a list of system calls from it: clone3(2) with CLONE_VM, then
/// machine code instead of managed code, which could not run there. The steps and the context that <see cref="Start"/>
/// takes are laid out as ChildStub.x64.s says.
/// </summary>
public static unsafe partial class ChildStub
{
    private static readonly Lazy<nint> Code = new(MapCode);

    /// <summary>Whether there is a stub for this processor.</summary>
    public static bool IsSupported => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>
    /// Clones the child. It runs at once, in parallel; <paramref name="memory"/> must live until its execve or end.
    /// </summary>
    /// <param name="memory">Holds the context, the clone_args and everything that the steps point to.</param>
    /// <param name="context">Address of the context.</param>
    /// <param name="pid">The child's process id.</param>
    public static Errno Start(ChildMemory memory, ulong context, out int pid)
    {
        pid = 0;
        if (!IsSupported)
        {
            return Errno.ENOSYS;
        }

        memory.CheckRange(context, 64);
        long returned = ((delegate* unmanaged<ulong, long>)Code.Value)(context);
        GC.KeepAlive(memory);
        pid = (int)Math.Max(returned, 0);
        return returned < 0 ? (Errno)(-returned) : Errno.Ok;
    }

    private static nint MapCode()
    {
        const int ProtReadWrite = 3;
        const int ProtReadExecute = 5;
        const int PrivateAnonymous = 0x22;
        nuint size = (nuint)Environment.SystemPageSize;
        void* page = NativeMap(null, size, ProtReadWrite, PrivateAnonymous, -1, 0);
        if ((nint)page == -1)
        {
            throw new LinuxException(Result.Last(), "mmap(stub)");
        }

        X64.CopyTo(new Span<byte>(page, (int)size));
        Result.Of(NativeProtect(page, size, ProtReadExecute)).OrThrow("mprotect(stub, PROT_READ|PROT_EXEC)");
        return (nint)page;
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* NativeMap(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int NativeProtect(void* address, nuint length, int protection);
}
