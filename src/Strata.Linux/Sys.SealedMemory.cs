using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// memfd_create(2) with MFD_CLOEXEC: a file in memory with this content that nobody can change any more, not even
    /// whoever executes it.
    /// </summary>
    public static unsafe Errno SealedMemory(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content, out FileFd file)
    {
        const uint CloseOnExecAllowSealing = 3;
        const uint Executable = 0x10; // MFD_EXEC, from Linux 6.3 on; before it every one is.
        const int AddSeals = 1033;
        const int AllSeals = 0xF; // SEAL, SHRINK, GROW, WRITE
        file = default;
        if (!PathText.Fits(name))
        {
            return PathText.Refusal(name);
        }

        fixed (byte* text = PathText.Terminate(name, stackalloc byte[name.Length + 1]))
        {
            Errno error = Result.Of(NativeMemFdCreate(text, CloseOnExecAllowSealing | Executable), out file);
            if (error == Errno.EINVAL)
            {
                error = Result.Of(NativeMemFdCreate(text, CloseOnExecAllowSealing), out file);
            }

            if (error != Errno.Ok)
            {
                return error;
            }
        }

        Errno filled = WriteAll(file, content);
        filled = filled == Errno.Ok ? Result.Of(NativeFcntl(file.Number, AddSeals, AllSeals)) : filled;
        if (filled != Errno.Ok)
        {
            file.Dispose();
            file = default;
        }

        return filled;
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true)]
    private static unsafe partial int NativeMemFdCreate(byte* name, uint flags);
}
