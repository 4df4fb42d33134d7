using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>faccessat(2) with AT_EACCESS: whether the effective ids may read (4), write (2) or execute (1); 0 asks for existence.</summary>
    public static unsafe Errno AccessAt(FileFd directory, ReadOnlySpan<byte> path, int wanted)
    {
        const int EffectiveAccess = 0x200;
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        fixed (byte* text = PathText.Terminate(path, stackalloc byte[path.Length + 1]))
        {
            return Result.Of(NativeFAccessAt(directory.Number, text, wanted, EffectiveAccess));
        }
    }

    [LibraryImport("libc", EntryPoint = "faccessat", SetLastError = true)]
    private static unsafe partial int NativeFAccessAt(int directory, byte* path, int mode, int flags);
}
