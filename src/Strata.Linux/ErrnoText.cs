using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>What an <see cref="Errno"/> says to people.</summary>
public static class ErrnoText
{
    /// <summary>The message of strerror(3), for example "No such file or directory".</summary>
    public static string Message(this Errno error) => Marshal.GetPInvokeErrorMessage((int)error);
}
