namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>memfd_create(2) with MFD_CLOEXEC: an empty file in memory, for a library that wants a descriptor to write to.</summary>
    public static unsafe Errno Memory(ReadOnlySpan<byte> name, out FileFd file)
    {
        const uint CloseOnExec = 1;
        file = default;
        if (!PathText.Fits(name))
        {
            return PathText.Refusal(name);
        }

        fixed (byte* text = PathText.Terminate(name, stackalloc byte[name.Length + 1]))
        {
            return Result.Of(NativeMemFdCreate(text, CloseOnExec), out file);
        }
    }
}
