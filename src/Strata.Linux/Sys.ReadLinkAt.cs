using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>readlinkat(2): the target of a symlink, cut at the length of <paramref name="target"/>. An empty path reads the symlink that <paramref name="directory"/> is open on (O_PATH).</summary>
    public static unsafe Errno ReadLinkAt(FileFd directory, ReadOnlySpan<byte> path, Span<byte> target, out int length)
    {
        length = 0;
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        fixed (byte* text = PathText.Terminate(path, stackalloc byte[path.Length + 1]))
        {
            return ReadLinkInto(directory, text, target, out length);
        }
    }

    private static unsafe Errno ReadLinkInto(FileFd directory, byte* path, Span<byte> target, out int length)
    {
        fixed (byte* into = target)
        {
            Errno error = Result.Of(NativeReadLinkAt(directory.Number, path, into, (nuint)target.Length), out long count);
            length = (int)Math.Max(count, 0);
            return error;
        }
    }

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true)]
    private static unsafe partial nint NativeReadLinkAt(int directory, byte* path, byte* target, nuint size);
}
