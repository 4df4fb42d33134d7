using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// posix_spawn(3): starts a program with every signal at its default and none blocked. glibc does it with a vfork-like
    /// clone, so the size of this process does not matter, and an exec that fails is the answer.
    /// </summary>
    /// <param name="request">What to start.</param>
    /// <param name="pid">The child, to be waited for by <see cref="WaitPid"/>.</param>
    public static unsafe Errno Spawn(SpawnRequest request, out int pid)
    {
        ArgumentNullException.ThrowIfNull(request);

        // posix_spawn_file_actions_t has 80 bytes and posix_spawnattr_t 336 in glibc on 64-bit machines.
        byte* actions = stackalloc byte[512];
        byte* attributes = stackalloc byte[512];
        byte** args = CopyStrings(request.Args);
        byte** variables = CopyStrings(request.Variables);
        byte** environment = MergeEnvironment(variables, request.Variables);
        pid = 0;
        _ = NativeSpawnActionsInit(actions);
        _ = NativeSpawnAttributesInit(attributes);
        try
        {
            Errno error = Describe(request, actions, attributes);
            if (error != Errno.Ok)
            {
                return error;
            }

            int child = 0;
            fixed (byte* program = PathText.Terminate(request.Program, stackalloc byte[request.Program.Length + 1]))
            {
                error = (Errno)NativeSpawn(&child, program, actions, attributes, args, environment);
            }

            pid = child;
            return error;
        }
        finally
        {
            FreeStrings(args);
            FreeStrings(variables);
            NativeMemory.Free(environment);
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
        for (int stream = 0; request.WithoutStreams && error == 0 && stream <= 2; stream++)
        {
            fixed (byte* nothing = "/dev/null\0"u8)
            {
                error = NativeSpawnAddOpen(actions, stream, nothing, (int)OpenFlags.ReadWrite, 0);
            }
        }

        FileFd[] streams = [request.Input, request.Output];
        for (int stream = 0; error == 0 && stream < streams.Length; stream++)
        {
            error = streams[stream].IsOpen ? NativeSpawnAddDup2(actions, streams[stream].Number, stream) : 0;
        }

        // dup2 of a descriptor onto itself takes CLOEXEC away in the child, since glibc 2.29.
        for (int i = 0; error == 0 && i < request.Inherited.Count; i++)
        {
            error = NativeSpawnAddDup2(actions, request.Inherited[i].Number, request.Inherited[i].Number);
        }

        return (Errno)error;
    }

    /// <summary>An array of strings ended by NUL, itself ended by null.</summary>
    private static unsafe byte** CopyStrings(IReadOnlyList<byte[]> strings)
    {
        byte** copies = (byte**)NativeMemory.AllocZeroed((nuint)(strings.Count + 1), (nuint)sizeof(byte*));
        for (int i = 0; i < strings.Count; i++)
        {
            copies[i] = (byte*)NativeMemory.Alloc((nuint)strings[i].Length + 1);
            PathText.Terminate(strings[i], new Span<byte>(copies[i], strings[i].Length + 1));
        }

        return copies;
    }

    private static unsafe void FreeStrings(byte** strings)
    {
        for (byte** next = strings; *next != null; next++)
        {
            NativeMemory.Free(*next);
        }

        NativeMemory.Free(strings);
    }

    /// <summary>The given variables, then those of this process that have other names.</summary>
    private static unsafe byte** MergeEnvironment(byte** given, IReadOnlyList<byte[]> names)
    {
        byte** own = Environ();
        int count = 0;
        while (own[count] != null)
        {
            count++;
        }

        byte** merged = (byte**)NativeMemory.AllocZeroed((nuint)(count + names.Count + 1), (nuint)sizeof(byte*));
        int used = 0;
        for (int i = 0; i < names.Count; i++)
        {
            merged[used++] = given[i];
        }

        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> variable = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(own[i]);
            bool replaced = false;
            foreach (byte[] name in names)
            {
                replaced |= variable.StartsWith(name.AsSpan(0, name.IndexOf((byte)'=') + 1));
            }

            if (!replaced)
            {
                merged[used++] = own[i];
            }
        }

        return merged;
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
