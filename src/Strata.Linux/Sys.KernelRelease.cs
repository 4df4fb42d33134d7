using System.Runtime.InteropServices;
using System.Text;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>The release of uname(2), as "6.12.3-amd64".</summary>
    public static unsafe string KernelRelease
    {
        get
        {
            // struct utsname: six names of 65 bytes each; the release is the third.
            const int NameLength = 65;
            byte* names = stackalloc byte[6 * NameLength];
            Result.Of(NativeUname(names)).OrThrow("uname");
            return Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(names + (2 * NameLength)));
        }
    }

    [LibraryImport("libc", EntryPoint = "uname", SetLastError = true)]
    private static unsafe partial int NativeUname(byte* names);
}
