using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>geteuid(2).</summary>
    public static uint EffectiveUserId => NativeGetEUid();

    /// <summary>getuid(2).</summary>
    public static uint UserId => NativeGetUid();

    /// <summary>getgid(2).</summary>
    public static uint GroupId => NativeGetGid();

    /// <summary>getpid(2).</summary>
    public static int ProcessId => NativeGetPid();

    /// <summary>umask(2): sets the mask and gives the old one.</summary>
    public static uint SetUmask(uint mask) => NativeUmask(mask);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint NativeGetEUid();

    [LibraryImport("libc", EntryPoint = "getuid")]
    private static partial uint NativeGetUid();

    [LibraryImport("libc", EntryPoint = "getgid")]
    private static partial uint NativeGetGid();

    [LibraryImport("libc", EntryPoint = "getpid")]
    private static partial int NativeGetPid();

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint NativeUmask(uint mask);
}
