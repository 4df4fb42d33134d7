using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// ioctl(FS_IOC_ENABLE_VERITY), Documentation/filesystems/fsverity.rst: from now on the file cannot be written, and every page
    /// that is read of it is compared with a tree of SHA-256 hashes; EIO where it differs. EOPNOTSUPP or ENOTTY where kernel or file
    /// system cannot, EEXIST where it is so already, ETXTBSY while somebody has it open for writing.
    /// </summary>
    /// <param name="file">Open for reading, by a mount that is not read-only.</param>
    public static unsafe Errno EnableVerity(FileFd file)
    {
        const nuint EnableRequest = 0x40806685;
        const uint Sha256 = 1;
        const long LargestBlock = 4096;
        Errno error = FStatFs(file, out FileSystemStat system);
        if (error != Errno.Ok)
        {
            return error;
        }

        // struct fsverity_enable_arg: version, algorithm, block size (at most the file system's), and a salt and a signature of no bytes.
        uint* argument = stackalloc uint[32];
        new Span<uint>(argument, 32).Clear();
        (argument[0], argument[1], argument[2]) = (1, Sha256, (uint)Math.Min(system.BlockSize, LargestBlock));
        return Result.Of(NativeVerityIoctl(file.Number, EnableRequest, argument));
    }

    /// <summary>Whether fs-verity guards the file, by statx(2).</summary>
    public static unsafe Errno HasVerity(FileFd file, out bool hasVerity)
    {
        const ulong VerityAttribute = 0x100000;
        StatX buffer;
        byte empty = 0;
        Errno error = Result.Of(NativeStatX(file.Number, &empty, EmptyPath, 0, &buffer));
        hasVerity = error == Errno.Ok && (buffer.Attributes & VerityAttribute) != 0;
        return error;
    }

    /// <summary>Whether files of the file system can be guarded, asked of any file or folder in it by ioctl(FS_IOC_MEASURE_VERITY).</summary>
    public static unsafe bool CanHaveVerity(FileFd any)
    {
        const nuint MeasureRequest = 0xc0046686;
        uint size = 0;
        return Result.Of(NativeVerityIoctl(any.Number, MeasureRequest, &size)) is Errno.Ok or Errno.ENODATA or Errno.EOVERFLOW;
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int NativeVerityIoctl(int file, nuint request, uint* argument);
}
