using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>fchownat(2), never following a symlink at the end; an empty path means <paramref name="directory"/> itself. 0xffffffff leaves an id as it is.</summary>
    public static unsafe Errno FChownAt(FileFd directory, ReadOnlySpan<byte> path, uint uid, uint gid)
    {
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        fixed (byte* text = PathText.Terminate(path, stackalloc byte[path.Length + 1]))
        {
            return Result.Of(NativeFChownAt(directory.Number, text, uid, gid, NoFollow | EmptyPath));
        }
    }

    [LibraryImport("libc", EntryPoint = "fchownat", SetLastError = true)]
    private static unsafe partial int NativeFChownAt(int directory, byte* path, uint uid, uint gid, int flags);
}
