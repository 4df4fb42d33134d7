namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>unlinkat(2) with AT_REMOVEDIR: removes an empty directory.</summary>
    public static unsafe Errno RmdirAt(FileFd directory, ReadOnlySpan<byte> path)
    {
        const int RemoveDir = 0x200;
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        fixed (byte* text = PathText.Terminate(path, stackalloc byte[path.Length + 1]))
        {
            return Result.Of(NativeUnlinkAt(directory.Number, text, RemoveDir));
        }
    }
}
