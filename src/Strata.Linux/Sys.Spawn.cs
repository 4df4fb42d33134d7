using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// posix_spawn(3): starts a program with this process's environment, every signal at its default and none blocked. glibc
    /// does it with a vfork-like clone, so the size of this process does not matter, and an exec that fails is the answer.
    /// </summary>
    /// <param name="request">What to start.</param>
    /// <param name="pid">The child, to be waited for by <see cref="WaitPid"/>.</param>
    public static unsafe Errno Spawn(SpawnRequest request, out int pid)
    {
        ArgumentNullException.ThrowIfNull(request);

        // posix_spawn_file_actions_t has 80 bytes and posix_spawnattr_t 336 in glibc on 64-bit machines.
        byte* actions = stackalloc byte[512];
        byte* attributes = stackalloc byte[512];
        byte** args = (byte**)NativeMemory.AllocZeroed((nuint)(request.Args.Count + 1), (nuint)sizeof(byte*));
        pid = 0;
        _ = NativeSpawnActionsInit(actions);
        _ = NativeSpawnAttributesInit(attributes);
        try
        {
            for (int i = 0; i < request.Args.Count; i++)
            {
                args[i] = (byte*)Marshal.StringToCoTaskMemUTF8(request.Args[i]);
            }

            Errno error = Describe(request, actions, attributes);
            if (error != Errno.Ok)
            {
                return error;
            }

            int child = 0;
            fixed (byte* program = PathText.Terminate(request.Program, stackalloc byte[request.Program.Length + 1]))
            {
                error = (Errno)NativeSpawn(&child, program, actions, attributes, args, Environ());
            }

            pid = child;
            return error;
        }
        finally
        {
            for (int i = 0; i < request.Args.Count; i++)
            {
                Marshal.FreeCoTaskMem((nint)args[i]);
            }

            NativeMemory.Free(args);
            _ = NativeSpawnActionsDestroy(actions);
            _ = NativeSpawnAttributesDestroy(attributes);
        }
    }

    private static unsafe Errno Describe(SpawnRequest request, byte* actions, byte* attributes)
    {
        const short SetSignalDefaults = 0x04;
        const short SetSignalMask = 0x08;
        const short SetSession = 0x80;
        byte* signals = stackalloc byte[128]; // sigset_t
        new Span<byte>(signals, 128).Clear();
        int error = NativeSpawnSetMask(attributes, signals);
        new Span<byte>(signals, 128).Fill(0xff);
        error = error != 0 ? error : NativeSpawnSetDefaults(attributes, signals);
        error = error != 0 ? error : NativeSpawnSetFlags(attributes, (short)(SetSignalDefaults | SetSignalMask | (request.Detached ? SetSession : 0)));
        for (int stream = 0; request.Detached && error == 0 && stream <= 2; stream++)
        {
            fixed (byte* nothing = "/dev/null\0"u8)
            {
                error = NativeSpawnAddOpen(actions, stream, nothing, (int)OpenFlags.ReadWrite, 0);
            }
        }

        // dup2 of a descriptor onto itself takes CLOEXEC away in the child, since glibc 2.29.
        for (int i = 0; error == 0 && i < request.Inherited.Count; i++)
        {
            error = NativeSpawnAddDup2(actions, request.Inherited[i].Number, request.Inherited[i].Number);
        }

        return (Errno)error;
    }

    /// <summary>The variable environ of libc, environ(7).</summary>
    private static unsafe byte** Environ() => *(byte***)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "environ");

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    private static unsafe partial int NativeSpawn(int* pid, byte* path, byte* actions, byte* attributes, byte** args, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static unsafe partial int NativeSpawnActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static unsafe partial int NativeSpawnActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static unsafe partial int NativeSpawnAddDup2(byte* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen")]
    private static unsafe partial int NativeSpawnAddOpen(byte* actions, int file, byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static unsafe partial int NativeSpawnAttributesInit(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static unsafe partial int NativeSpawnAttributesDestroy(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static unsafe partial int NativeSpawnSetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static unsafe partial int NativeSpawnSetDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static unsafe partial int NativeSpawnSetMask(byte* attributes, byte* signals);
}
