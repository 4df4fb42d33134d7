namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>fcntl(2) F_SETFD: programs that this process starts from now on do not inherit the descriptor.</summary>
    public static Errno SetCloseOnExec(FileFd file)
    {
        const int SetDescriptorFlags = 2;
        const int CloseOnExec = 1;
        return Result.Of(NativeFcntl(file.Number, SetDescriptorFlags, CloseOnExec));
    }
}
