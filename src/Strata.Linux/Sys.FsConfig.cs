using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    private const int NumberFsConfig = 431; // the same on every architecture
    private const uint FsConfigSetFlag = 0; // FSCONFIG_SET_FLAG
    private const uint FsConfigSetString = 1; // FSCONFIG_SET_STRING
    private const uint FsConfigSetFd = 5; // FSCONFIG_SET_FD
    private const uint FsConfigCreate = 6; // FSCONFIG_CMD_CREATE

    /// <summary>fsconfig(2) FSCONFIG_SET_FLAG: an option without a value.</summary>
    public static unsafe Errno FsSetFlag(FileFd context, ReadOnlySpan<byte> key) => FsConfig(context, FsConfigSetFlag, key, null, 0);

    /// <summary>fsconfig(2) FSCONFIG_SET_STRING. The kernel takes values of at most 255 bytes.</summary>
    public static unsafe Errno FsSetString(FileFd context, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (!PathText.Fits(value))
        {
            return PathText.Refusal(value);
        }

        fixed (byte* text = PathText.Terminate(value, stackalloc byte[value.Length + 1]))
        {
            return FsConfig(context, FsConfigSetString, key, text, 0);
        }
    }

    /// <summary>fsconfig(2) FSCONFIG_SET_FD: an option whose value is an open file. Each file system and kernel refuses it in a way of its own.</summary>
    public static unsafe Errno FsSetFd(FileFd context, ReadOnlySpan<byte> key, FileFd value) => FsConfig(context, FsConfigSetFd, key, null, value.Number);

    /// <summary>fsconfig(2) FSCONFIG_CMD_CREATE: makes the file system of what was set.</summary>
    public static unsafe Errno FsCreate(FileFd context) => Result.Of((int)NativeFsConfig(NumberFsConfig, context.Number, FsConfigCreate, null, null, 0));

    private static unsafe Errno FsConfig(FileFd context, uint command, ReadOnlySpan<byte> key, byte* value, int extra)
    {
        if (!PathText.Fits(key))
        {
            return PathText.Refusal(key);
        }

        fixed (byte* text = PathText.Terminate(key, stackalloc byte[key.Length + 1]))
        {
            return Result.Of((int)NativeFsConfig(NumberFsConfig, context.Number, command, text, value, extra));
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static unsafe partial nint NativeFsConfig(nint number, nint context, nuint command, byte* key, byte* value, nint extra);
}
