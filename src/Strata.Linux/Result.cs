using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>Turns what a libc function returned into an <see cref="Errno"/>.</summary>
internal static class Result
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Errno Of(long returned) => returned >= 0 ? Errno.Ok : Last();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Errno Of(long returned, out long value)
    {
        value = returned;
        return returned >= 0 ? Errno.Ok : Last();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Errno Of(int returned, out FileFd file)
    {
        file = returned >= 0 ? FileFd.FromNumber(returned) : default;
        return returned >= 0 ? Errno.Ok : Last();
    }

    public static Errno Last() => (Errno)Marshal.GetLastPInvokeError();
}
