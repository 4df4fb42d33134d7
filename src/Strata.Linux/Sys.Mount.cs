using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>mount(2). Empty <paramref name="source"/>, <paramref name="type"/> or <paramref name="data"/> are given as null.</summary>
    public static unsafe Errno Mount(ReadOnlySpan<byte> source, ReadOnlySpan<byte> target, ReadOnlySpan<byte> type, MountFlags flags, ReadOnlySpan<byte> data)
    {
        if (!PathText.Fits(source) || !PathText.Fits(target) || !PathText.Fits(type) || data.Length >= PathText.MaxLength)
        {
            return Errno.EINVAL;
        }

        fixed (byte* sourceText = PathText.Terminate(source, stackalloc byte[source.Length + 1]))
        fixed (byte* targetText = PathText.Terminate(target, stackalloc byte[target.Length + 1]))
        fixed (byte* typeText = PathText.Terminate(type, stackalloc byte[type.Length + 1]))
        fixed (byte* dataText = PathText.Terminate(data, stackalloc byte[data.Length + 1]))
        {
            return Result.Of(NativeMount(
                source.IsEmpty ? null : sourceText,
                targetText,
                type.IsEmpty ? null : typeText,
                (nuint)flags,
                data.IsEmpty ? null : dataText));
        }
    }

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true)]
    private static unsafe partial int NativeMount(byte* source, byte* target, byte* type, nuint flags, byte* data);
}
